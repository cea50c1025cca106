using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>Where the numbered migrations of one PostgreSQL schema are found: embedded resources <c>….&lt;folder&gt;.NNNN_name.sql</c>.</summary>
/// <param name="Schema">The PostgreSQL schema that the files fill; the migrator creates it when it is absent.</param>
/// <param name="Assembly">The assembly that carries the files.</param>
/// <param name="ResourceFolder">The dotted resource prefix of the folder, without the dot at its end.</param>
public sealed partial record SchemaSource(string Schema, Assembly Assembly, string ResourceFolder)
{
    /// <summary>The engine's own schema, <c>workflows</c>; always the first of a list.</summary>
    public static SchemaSource Workflows { get; } =
        new("workflows", typeof(SchemaSource).Assembly, "Status.Workflows.Persistence.Postgres.Migrations");

    /// <summary>Reads the files in the order of their numbers.</summary>
    /// <returns>The migrations, possibly none.</returns>
    /// <exception cref="InvalidOperationException">A file is not named <c>NNNN_name.sql</c>, or two files share a number.</exception>
    public IReadOnlyList<SchemaMigration> Read()
    {
        var prefix = ResourceFolder + ".";
        var migrations = Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => ReadOne(name, name[prefix.Length..]))
            .OrderBy(migration => migration.Name, StringComparer.Ordinal)
            .ToList();
        var twice = migrations.GroupBy(m => m.Name[..4]).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new InvalidOperationException(
                $"Schema {Schema} has two migrations numbered {twice.Key}: {string.Join(", ", twice.Select(m => m.Name))}. Renumber one.");
        return migrations;
    }

    private SchemaMigration ReadOne(string resource, string name)
    {
        if (!FileName().IsMatch(name))
            throw new InvalidOperationException($"{resource} is not named NNNN_name.sql, so its place in the order is unknown.");
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        // A checkout with other line ends must not look like an edited migration.
        var sql = reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
        return new SchemaMigration(Schema, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

    [GeneratedRegex(@"^\d{4}_[a-z0-9_-]+\.sql$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}
