namespace Status.Activities.Registry.Agreements;

/// <summary>Who stands behind the newest version of an agreement.</summary>
/// <param name="Author">A user name, or <see cref="Shipped"/>.</param>
/// <param name="Digest">The digest of that version.</param>
/// <param name="IsDeleted">Whether the agreement was deleted since.</param>
public sealed record AgreementAuthor(string Author, string Digest, bool IsDeleted)
{
    /// <summary>The author of versions that came with the product and that nobody edited.</summary>
    public const string Shipped = "shipped";
}
