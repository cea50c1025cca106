using System.ComponentModel.DataAnnotations;

namespace Status.Host.Hosting.Web;

/// <summary>Pages of other origins that may call the API.</summary>
public sealed class CorsOptions : IValidatableObject
{
    /// <summary>The configuration section, <c>Status:Cors</c>.</summary>
    public const string SectionName = "Status:Cors";

    /// <summary>
    /// Origins such as <c>https://portal.example</c>, separated by commas. Their pages call with an API key or a token: the session cookie stays with this origin whatever is
    /// configured here.
    /// </summary>
    /// <value>Default none: no page of another origin may read an answer.</value>
    public string Origins { get; set; } = "";

    /// <summary>The origins one by one.</summary>
    internal string[] All => Origins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in All.Where(origin => !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.GetLeftPart(UriPartial.Authority) != origin))
            yield return new ValidationResult($"The field Origins holds '{origin}', which is no origin such as https://portal.example (no path, no * and no slash at the end).", [nameof(Origins)]);
    }
}
