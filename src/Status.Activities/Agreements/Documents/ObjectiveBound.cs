namespace Status.Activities.Agreements.Documents;

/// <summary>A limit that an objective sets for one metric, such as <c>LATENCY &lt;= 500</c>: what a chart can draw as a line.</summary>
/// <param name="Metric">The metric as the objective names it, with its aggregate when it names one.</param>
/// <param name="Comparison"><c>&gt;=</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&lt;</c>, <c>==</c> or <c>!=</c>, with the metric on the left.</param>
/// <param name="Value">The limit; a parameter of the agreement is resolved.</param>
public sealed record ObjectiveBound(string Metric, string Comparison, decimal Value);
