using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Status.Activities.Alerts.Routing;

/// <summary>Finds every mistake in the receivers at once; a message names the key and never the value of a secret.</summary>
internal sealed class AlertsOptionsValidator : IValidateOptions<AlertsOptions>
{
    public ValidateOptionsResult Validate(string? name, AlertsOptions options)
    {
        var problems = options.Receivers.SelectMany(receiver => Problems($"{AlertsOptions.SectionName}:Receivers:{receiver.Key}", receiver.Value)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(string key, ReceiverOptions receiver)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(receiver, new ValidationContext(receiver), results, validateAllProperties: true);
        foreach (var result in results) yield return $"{key}: {result.ErrorMessage}";
        if (receiver.Url is { } url && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)))
            yield return $"{key}:Url must be an absolute http or https address.";
        if (receiver.Secret is { Length: > 0 and < 16 }) yield return $"{key}:Secret is too short to sign with: use at least 16 characters.";
        foreach (var (header, value) in receiver.Headers)
        {
            if (header.AsSpan().ContainsAnyExcept(_token) || value.AsSpan().ContainsAny('\r', '\n', '\0'))
                yield return $"{key}:Headers:{header} is not a header that can be sent.";
        }
    }

    private static readonly System.Buffers.SearchValues<char> _token =
        System.Buffers.SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
