namespace Status.Activities.Agreements.Objectives;

/// <summary>A number of an objective while it is evaluated, or the reason why there is none.</summary>
internal readonly record struct Quantity(decimal Value, string? Unknown);
