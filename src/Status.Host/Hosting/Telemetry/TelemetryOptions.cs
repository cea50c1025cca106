using System.ComponentModel.DataAnnotations;

namespace Status.Host.Hosting.Telemetry;

/// <summary>What the host tells about itself, and to whom.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>The configuration section, <c>Status:Telemetry</c>.</summary>
    public const string SectionName = "Status:Telemetry";

    /// <summary>Whether <c>/metrics</c> answers everybody who reaches it, for a scraper that cannot send a key.</summary>
    /// <value>Default <c>false</c>: it asks for the permission <c>read:metrics</c>.</value>
    public bool PublicMetrics { get; set; }

    /// <summary>Address of an OpenTelemetry collector, for example <c>http://collector:4318</c>; traces and metrics are pushed there by OTLP.</summary>
    /// <value>Default none: nothing is pushed, and spans are not made.</value>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary><c>http/protobuf</c> or <c>grpc</c>.</summary>
    /// <value>Default <c>http/protobuf</c>.</value>
    [RegularExpression("^(http/protobuf|grpc)$", ErrorMessage = "The field OtlpProtocol must be http/protobuf or grpc.")]
    public string OtlpProtocol { get; set; } = "http/protobuf";

    /// <summary>The share of traces that are recorded when their caller has not decided; 0 to 1.</summary>
    /// <value>Default 1.</value>
    [Range(0.0, 1.0)]
    public double TraceShare { get; set; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpEndpoint.Length > 0 && (!Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
            yield return new ValidationResult($"The field OtlpEndpoint holds '{OtlpEndpoint}', which is no address such as http://collector:4318.", [nameof(OtlpEndpoint)]);
    }
}
