using Microsoft.Extensions.Options;
using Status.Workflows.Http;

namespace Status.Activities.Webhooks;

/// <summary>Finds every mistake in the senders at once; a message names the key and never the value of a secret.</summary>
internal sealed class WebhooksOptionsValidator : IValidateOptions<WebhooksOptions>
{
    private const int LargestBody = 64 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, WebhooksOptions options)
    {
        var problems = options.Sources.SelectMany(source => Problems($"{WebhooksOptions.SectionName}:Sources:{source.Key}", source.Value)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(string key, WebhookSourceOptions source)
    {
        if (string.IsNullOrEmpty(source.Secret)) yield return $"{key}:Secret is missing: set the key the sender signs with.";
        foreach (var secret in source.Secrets)
        {
            if (ReadKey(secret) is not { Length: >= 16 })
                yield return $"{key}:Secret (or PreviousSecret) is too short or no base64 after whsec_: use at least 16 bytes.";
        }

        if (source.MaxBodyBytes is < 1 or > LargestBody) yield return $"{key}:MaxBodyBytes must be between 1 and {LargestBody}.";
        if (source.Tolerance <= TimeSpan.Zero || source.Tolerance > TimeSpan.FromHours(1)) yield return $"{key}:Tolerance must be more than zero and at most one hour.";
        if (string.IsNullOrWhiteSpace(source.SignatureHeader)) yield return $"{key}:SignatureHeader is empty.";
    }

    private static byte[]? ReadKey(string secret)
    {
        try
        {
            return WebhookSignature.ReadKey(secret);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
