using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>A version as stored.</summary>
public sealed record StoredDefinition : DefinitionRow
{
    /// <summary>Creates one member by member.</summary>
    public StoredDefinition()
    {
    }

    /// <summary>Completes a row.</summary>
    /// <param name="row">What lists show.</param>
    /// <param name="json">The definition.</param>
    [SetsRequiredMembers]
    internal StoredDefinition(DefinitionRow row, string json)
        : base(row) => Json = json;

    /// <summary>The definition in Elsa 3 format, unknown members included; without the members that number versions.</summary>
    public required string Json { get; init; }

    /// <summary>Most runs that may go on at the same time; <c>null</c>: any number.</summary>
    internal int? MostRunning
    {
        get
        {
            using var document = JsonDocument.Parse(Json);
            return document.RootElement.TryGetProperty("customProperties", out var custom) ? WorkflowDefinition.MostRunningIn(custom) : null;
        }
    }
}
