namespace Status.Workflows.Authoring;

/// <summary>Marks an activity whose failures may pass by themselves: the designer offers retry strategies for it. Any activity may name one all the same.</summary>
/// <param name="category">Which strategies are offered: <c>HTTP</c> or <c>Default</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ResilientAttribute(string category = "Default") : Attribute
{
    /// <summary>Which strategies are offered.</summary>
    public string Category { get; } = category;
}
