namespace Status.Activities.Metrics.Ingestion;

/// <summary>Why one sample of a batch did not enter.</summary>
/// <param name="Index">The sample's place in the batch, from 0.</param>
/// <param name="Path">The JSON path of what is wrong.</param>
/// <param name="Code">A stable word for programs, one of <see cref="RejectionCodes"/>.</param>
/// <param name="Reason">What is wrong and what to do, for people.</param>
public sealed record SampleRejection(int Index, string Path, string Code, string Reason);
