using Status.Activities.Agreements.Documents;
using Status.Activities.Compliance;
using Status.Activities.Compliance.Windows;
using Status.Host.Api.Metrics;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>The members of a JSON body, read one by one; what is wrong is collected with its path. A member that is absent differs from one that is null.</summary>
internal sealed class BodyMembers
{
    private const int MaxBytes = 1 << 20;

    private readonly IReadOnlyDictionary<string, object?> _data;
    private readonly List<AgreementProblem> _problems = [];

    private BodyMembers(IReadOnlyDictionary<string, object?>? data)
    {
        _data = data ?? new DataObject();
        if (data is null) _problems.Add(new("$", "The body is a JSON object of at most 1 MiB."));
    }

    public IReadOnlyList<AgreementProblem> Problems => _problems;

    /// <summary>Reads a body. Malformed JSON is answered by the host's own error handling.</summary>
    public static async Task<BodyMembers> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        return new(body is null ? null : DataJson.Parse(body.Span) as IReadOnlyDictionary<string, object?>);
    }

    public bool Has(string name) => _data.ContainsKey(name);

    public void Problem(string name, string message) => _problems.Add(new($"$.{name}", message));

    public string? Text(string name, string? current, bool required = false, int most = 10_000)
    {
        var value = _data.GetValueOrDefault(name);
        if (!Has(name) || (value is null && !required)) return Has(name) ? null : Required(name, current, required);
        if (value is not string text) Problem(name, "Text is expected.");
        else if (required && string.IsNullOrWhiteSpace(text)) Problem(name, "The text is empty.");
        else if (text.Length > most) Problem(name, $"At most {most} characters are allowed.");
        else if (text.Contains('\0', StringComparison.Ordinal)) Problem(name, "The text holds a NUL.");
        else return text;
        return current;
    }

    public DateTimeOffset? Time(string name, DateTimeOffset? current)
    {
        if (!Has(name)) return current;
        if (_data[name] is null) return null;
        if (Values.Time(_data[name]) is { } time) return time.ToUniversalTime();
        Problem(name, "A time is expected, such as '2026-01-31T08:00:00Z'.");
        return current;
    }

    public int? Integer(string name, int? current)
    {
        if (!Has(name)) return current;
        if (Values.Decimal(_data[name]) is { } number && decimal.IsInteger(number) && number is > 0 and <= int.MaxValue) return (int)number;
        Problem(name, "A whole number above 0 is expected.");
        return current;
    }

    public IReadOnlyDictionary<string, object?>? Object(string name)
    {
        if (!Has(name)) return null;
        if (_data[name] is IReadOnlyDictionary<string, object?> members) return members;
        Problem(name, "An object is expected.");
        return null;
    }

    public string Zone(string name, string current)
    {
        var zone = Text(name, current, required: Has(name));
        if (CivilZone.TryFind(zone, out _, out var problem)) return zone!;
        Problem(name, problem!);
        return current;
    }

    public string Period(string name, string current)
    {
        var text = Text(name, current, required: Has(name));
        if (ControlPeriodText.TryParse(text, out var period)) return period.ToControlText();
        Problem(name, "A period is one of MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, QUARTERLY, ANNUALLY.");
        return current;
    }

    private string? Required(string name, string? current, bool required)
    {
        if (required && current is null) Problem(name, "This member is missing.");
        return current;
    }
}
