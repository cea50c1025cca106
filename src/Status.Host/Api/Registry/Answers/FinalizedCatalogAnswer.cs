namespace Status.Host.Api.Registry.Answers;

/// <summary>A catalog that was put into force.</summary>
/// <param name="Catalog">The catalog.</param>
/// <param name="Controls">Its controls.</param>
internal sealed record FinalizedCatalogAnswer(CatalogAnswer Catalog, FinalizedControls Controls);
