namespace Status.Workflows.Persistence.Postgres;

/// <summary>One numbered change of a schema.</summary>
/// <param name="Schema">The schema it belongs to.</param>
/// <param name="Name">The file name, <c>NNNN_name.sql</c>.</param>
/// <param name="Sql">The text, with line feeds only.</param>
/// <param name="Checksum">SHA-256 of the text in lower-case hex; an applied migration must not change.</param>
public sealed record SchemaMigration(string Schema, string Name, string Sql, string Checksum);
