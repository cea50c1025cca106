namespace Status.Host.Api.Registry.Answers;

/// <summary>How many controls a catalog took into force with it.</summary>
/// <param name="Finalized">How many.</param>
internal sealed record FinalizedControls(int Finalized);
