namespace Status.Host.Hosting;

/// <summary>The addresses that serve operation: health, the API's description, and an index at the root.</summary>
internal static class Operations
{
    /// <summary>Maps them.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapStatusHealth();
        routes.MapOpenApi("/openapi/{documentName}.json");
        // The console is not built yet; until it is, the root tells a visitor where things are, and nothing else.
        routes.MapGet("/", () => TypedResults.Ok(new
        {
            product = "STATUS",
            health = "/health",
            signIn = "/elsa/api/identity/login",
            api = "/openapi/v1.json",
            ledger = "/ledger/checkpoint",
        })).AllowAnonymous().ExcludeFromDescription();
    }
}
