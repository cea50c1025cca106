namespace Status.Workflows.Definitions;

/// <summary>Who changes a definition.</summary>
/// <param name="Name">User name.</param>
/// <param name="MayOpenEndpoints">Whether they may publish an HTTP endpoint that anybody can call without signing in.</param>
/// <param name="MayWriteCSharp">Whether they may publish C# code, which is not confined.</param>
public sealed record DefinitionActor(string Name, bool MayOpenEndpoints, bool MayWriteCSharp = false)
{
    /// <summary>Author of versions that came with the product.</summary>
    public static DefinitionActor Shipped { get; } = new("shipped", MayOpenEndpoints: true, MayWriteCSharp: true);
}
