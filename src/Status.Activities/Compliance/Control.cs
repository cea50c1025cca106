using Status.Workflows.Model.Data;

namespace Status.Activities.Compliance;

/// <summary>A check an organisation promised to make, as workflows see it.</summary>
/// <param name="Id">The control's id in the registry, as text.</param>
/// <param name="Name">The name; it becomes the guarantee's id in the catalog's agreement.</param>
/// <param name="CatalogId">The catalog it belongs to, or <c>null</c>.</param>
/// <param name="Period">How often it is due.</param>
/// <param name="TimeZone">The IANA zone whose civil time the period follows.</param>
/// <param name="Parameters">Settings handed to the evaluating workflow, such as <c>endpoint</c> and <c>threshold</c>.</param>
/// <param name="WorkflowDefinitionId">The published workflow that evaluates it.</param>
public sealed record Control(
    string Id, string Name, string? CatalogId, ControlPeriod Period, string TimeZone, DataObject Parameters, string? WorkflowDefinitionId);
