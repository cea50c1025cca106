using System.Net.Sockets;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;

namespace Status.Workflows.Resilience;

/// <summary>Names by which retry strategies know failures.</summary>
internal static class FailureKinds
{
    public const string Any = "Any";
    public const string Connect = "Connect";
    public const string Timeout = "Timeout";

    /// <summary>What a failed request may be tried again for when its strategy does not say.</summary>
    public static IReadOnlyList<string> TransientHttp { get; } = [Connect, Timeout, "408", "429", "500", "502", "503", "504"];

    /// <summary>Names of a failure, the most exact first.</summary>
    public static IEnumerable<string> Of(Exception failure)
    {
        if (failure is RetryRequestedException requested) return requested.Kinds.Append(Any);
        var kinds = new List<string>();
        for (var type = failure.GetType(); type is not null && type != typeof(object); type = type.BaseType) kinds.AddRange([type.Name, type.FullName!]);
        if (failure is HttpRequestException or SocketException || failure.InnerException is SocketException) kinds.Add(Connect);
        if (failure is TimeoutException) kinds.Add(Timeout);
        kinds.Add(Any);
        return kinds;
    }

    /// <summary>Whether a repetition could end in another way: malformed values stay malformed, and a fault that the designer asked for is meant.</summary>
    public static bool MayPass(Exception failure) =>
        failure is not (WorkflowFaultException or FormatException or ValueConversionException or ArgumentException or NotSupportedException or NotImplementedException);
}
