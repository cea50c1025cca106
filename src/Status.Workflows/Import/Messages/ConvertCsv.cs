using System.Globalization;
using System.Text;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Import.Messages;

/// <summary>CSV text (RFC 4180) to a list of objects and back.</summary>
[Activity("Status", "Messages", "Turns CSV text into a list of objects, and objects into CSV text.", DisplayName = "Convert CSV")]
internal sealed class ConvertCsv : CodeActivity<object>
{
    [Input(Description = "CSV text, an object, or a list of objects or lists.", UIHint = InputUIHints.MultiLine, IsRequired = true, Order = 1)]
    public Input<object?>? Value { get; set; }

    [Input(Description = "What separates fields.", UIHint = InputUIHints.SingleLine, DefaultValue = ",", Order = 2)]
    public Input<string>? Separator { get; set; }

    [Input(Description = "Names of the columns; empty: the first line, or col1, col2 ….", UIHint = InputUIHints.MultiText, Order = 3)]
    public Input<string[]?>? Columns { get; set; }

    [Input(Description = "The first line names the columns.", UIHint = InputUIHints.Checkbox, DefaultValue = true, Order = 4)]
    public Input<bool>? HasHeader { get; set; }

    [Input(Description = "Fields that look like numbers become numbers.", UIHint = InputUIHints.Checkbox, DefaultValue = true, Order = 5)]
    public Input<bool>? ReadNumbers { get; set; }

    [Input(Description = "Written text begins with the names of the columns.", UIHint = InputUIHints.Checkbox, DefaultValue = false, Order = 6)]
    public Input<bool>? WriteHeader { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var separator = context.Get(Separator) is { Length: > 0 } given ? given[0] : ',';
        context.Set(Result, context.Get(Value) switch
        {
            string text => Parse(text, separator, context),
            DataObject one => Write([one], separator, context),
            DataArray rows => Write(rows, separator, context),
            var other => other,
        });
        return default;
    }

    private DataArray Parse(string text, char separator, ActivityExecutionContext context)
    {
        var lines = CsvText.Read(text, separator);
        var columns = context.Get(Columns) is { Length: > 0 } named ? named : null;
        var hasHeader = context.Get(HasHeader);
        if (hasHeader && lines.Count > 0)
        {
            columns ??= [.. lines[0].Select(field => field.Text.Trim())];
            lines.RemoveAt(0);
        }

        var readsNumbers = context.Get(ReadNumbers);
        var rows = new DataArray(lines.Count);
        foreach (var line in lines)
        {
            var row = new DataObject();
            for (var i = 0; i < line.Count; i++)
            {
                var name = columns is null ? $"col{i + 1}" : i < columns.Length ? columns[i] : "";
                if (name.Length == 0 || line[i] is { Text.Length: 0, IsQuoted: false }) continue;
                row[name] = readsNumbers && !line[i].IsQuoted && CsvText.IsNumber(line[i].Text, out var number) ? number : line[i].Text;
            }

            rows.Add(row);
        }

        return rows;
    }

    private string Write(IEnumerable<object?> rows, char separator, ActivityExecutionContext context)
    {
        var all = rows.ToArray();
        var columns = context.Get(Columns) is { Length: > 0 } named ? named : [.. all.OfType<DataObject>().SelectMany(r => r.Keys).Distinct(StringComparer.Ordinal)];
        var text = new StringBuilder();
        if (context.Get(WriteHeader) && columns.Length > 0) text.AppendJoin(separator, columns.Select(c => CsvText.Quote(c, separator))).Append('\n');
        foreach (var row in all)
        {
            var fields = row switch
            {
                DataObject members => columns.Select(c => members[c]),
                DataArray list => list,
                var single => [single],
            };
            text.AppendJoin(separator, fields.Select(f => CsvText.Quote(f switch { null => "", string s => s, _ => DataJson.ToJson(f) }, separator))).Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>Fields of CSV text.</summary>
internal static class CsvText
{
    /// <summary>The lines with their fields; lines without any text are left out.</summary>
    public static List<List<(string Text, bool IsQuoted)>> Read(string text, char separator)
    {
        var lines = new List<List<(string, bool)>>();
        var (line, field, quoted, inside) = (new List<(string, bool)>(), new StringBuilder(), false, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (inside && i < text.Length)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
                else inside = false;
            }
            else if (c == '"' && field.Length == 0)
            {
                inside = quoted = true;
            }
            else if (c == separator || c == '\n')
            {
                line.Add((field.ToString(), quoted));
                field.Clear();
                quoted = inside = false;
                if (c != '\n') continue;
                if (line.Count > 1 || line[0].Item1.Length > 0 || line[0].Item2) lines.Add(line);
                line = [];
            }
            else if (c != '\r')
            {
                field.Append(c);
            }
        }

        return lines;
    }

    /// <summary>Whether a field is a number; one with leading zeros is a code, not a number.</summary>
    public static bool IsNumber(string text, out double number)
    {
        number = 0;
        var digits = text.AsSpan().TrimStart('-');
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[^1]) || (digits.Length > 1 && digits[0] == '0' && digits[1] != '.')) return false;
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
    }

    public static string Quote(string text, char separator) =>
        text.Contains(separator) || text.AsSpan().ContainsAny("\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
