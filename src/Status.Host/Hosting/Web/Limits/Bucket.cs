namespace Status.Host.Hosting.Web.Limits;

/// <summary>A bucket of tokens: a call takes one, time puts them back.</summary>
/// <param name="Capacity">Tokens in a full bucket.</param>
/// <param name="PerSecond">Tokens that come back in a second.</param>
internal readonly record struct Bucket(double Capacity, double PerSecond);
