using System.Collections.Frozen;
using System.Globalization;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.Handlebars;

/// <summary>The helpers of templates; there is no way to add one from a template.</summary>
internal static class TemplateHelpers
{
    private static readonly FrozenDictionary<string, Func<TemplateRun, object?[], object?>> _helpers = new Dictionary<string, Func<TemplateRun, object?[], object?>>(StringComparer.Ordinal)
    {
        ["lookup"] = (run, a) => a.Length > 1 && a[0] is not null ? Member(a[0]!, run.TextOf(a[1])) : null,
        ["eq"] = (run, a) => Same(Arg(a, 0), Arg(a, 1)),
        ["ne"] = (run, a) => !Same(Arg(a, 0), Arg(a, 1)),
        ["lt"] = (run, a) => Compare(run, a) < 0,
        ["lte"] = (run, a) => Compare(run, a) <= 0,
        ["gt"] = (run, a) => Compare(run, a) > 0,
        ["gte"] = (run, a) => Compare(run, a) >= 0,
        ["and"] = (run, a) => a.All(TemplateRun.IsTruthy),
        ["or"] = (run, a) => a.FirstOrDefault(TemplateRun.IsTruthy) ?? false,
        ["not"] = (run, a) => !TemplateRun.IsTruthy(Arg(a, 0)),
        ["default"] = (run, a) => a.FirstOrDefault(v => v is not (null or "")),
        ["json"] = (run, a) => Charged(run, DataJson.ToJson(Arg(a, 0))),
        ["upper"] = (run, a) => Charged(run, run.TextOf(Arg(a, 0)).ToUpperInvariant()),
        ["lower"] = (run, a) => Charged(run, run.TextOf(Arg(a, 0)).ToLowerInvariant()),
        ["trim"] = (run, a) => Charged(run, run.TextOf(Arg(a, 0)).Trim()),
        ["length"] = (run, a) => Arg(a, 0) switch { DataArray items => (double)items.Count, DataObject members => members.Count, var other => (double)run.TextOf(other).Length },
        ["join"] = (run, a) => Arg(a, 0) is DataArray items ? Charged(run, string.Join(a.Length > 1 ? run.TextOf(a[1]) : ", ", items.Select(run.TextOf))) : run.TextOf(Arg(a, 0)),
        ["fixed"] = (run, a) => Number(run, Arg(a, 0)).ToString($"F{(int)Math.Clamp(a.Length > 1 ? Number(run, a[1]) : 2, 0, 20)}", CultureInfo.InvariantCulture),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", _helpers.Keys.Order(StringComparer.Ordinal));

    public static Func<TemplateRun, object?[], object?>? Find(string name) => _helpers.GetValueOrDefault(name);

    /// <summary>A member of data; nothing else has members.</summary>
    public static object? Member(object value, string name) => value switch
    {
        DataObject members => members[name],
        HostObject host => host.TryGet(name, out var found) ? found : null,
        DataArray items when name == "length" => (double)items.Count,
        DataArray items when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < items.Count => items[at],
        string text when name == "length" => (double)text.Length,
        _ => null,
    };

    private static object? Arg(object?[] arguments, int index) => index < arguments.Length ? arguments[index] : null;

    private static string Charged(TemplateRun run, string text)
    {
        run.AllocateText(text.Length);
        return text;
    }

    private static bool Same(object? left, object? right) => IsNumber(left) && IsNumber(right) ? ToDouble(left!) == ToDouble(right!) : Equals(left, right);

    private static int Compare(TemplateRun run, object?[] arguments)
    {
        var (left, right) = (Arg(arguments, 0), Arg(arguments, 1));
        if (IsNumber(left) && IsNumber(right)) return ToDouble(left!).CompareTo(ToDouble(right!));
        if (left is DateTimeOffset a && right is DateTimeOffset b) return a.CompareTo(b);
        if (left is TimeSpan c && right is TimeSpan d) return c.CompareTo(d);
        return left is string && right is string ? string.CompareOrdinal((string)left, (string)right) : throw run.Wrong("Only two numbers, two texts or two times can be compared.");
    }

    private static double Number(TemplateRun run, object? value) => IsNumber(value) ? ToDouble(value!)
        : value is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw run.Wrong("A number is needed here.");

    private static bool IsNumber(object? value) => value is double or long or decimal or int;

    private static double ToDouble(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
