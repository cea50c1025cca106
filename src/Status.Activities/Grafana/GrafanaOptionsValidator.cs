using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Status.Activities.Grafana;

/// <summary>Finds every mistake at once; a message names the key and never the token.</summary>
internal sealed class GrafanaOptionsValidator : IValidateOptions<GrafanaOptions>
{
    public ValidateOptionsResult Validate(string? name, GrafanaOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var problems = results.Select(result => $"{GrafanaOptions.SectionName}: {result.ErrorMessage}").ToList();
        if (options.Url is { } url && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.UserInfo.Length > 0))
            problems.Add($"{GrafanaOptions.SectionName}:Url must be an absolute http or https address without user name and password: credentials go into Token.");
        if (options.Token?.AsSpan().ContainsAnyExceptInRange('!', '~') == true)
            problems.Add($"{GrafanaOptions.SectionName}:Token holds characters that no token has (blanks, line breaks).");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
