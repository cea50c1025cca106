using System.Text;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>Intl.NumberFormat</c>: plain numbers, percentages and sums of money.</summary>
internal sealed class NumberFormat : ScriptObject
{
    public static readonly NativeFunction Constructor = new("NumberFormat", 0, Make) { Construct = Make, HasInstance = v => v.Ref is NumberFormat, Statics = [] };

    public static readonly Dictionary<string, NativeFunction> Table = Lib.Table(
        ("format", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text((self.Ref as NumberFormat ?? throw run.TypeError("This method needs a NumberFormat.")).Format(run, a.Arg(0)))));

    private readonly Locale _locale;
    private readonly string _style;
    private readonly string _currency;
    private readonly bool _groups;
    private readonly int _least;
    private readonly int _most;
    private readonly int _whole;

    private NumberFormat(Run run, in DataValue locale, in DataValue given)
    {
        _locale = Locale.Of(run, locale);
        var options = new FormatOptions(run, given, ["style", "currency", "minimumFractionDigits", "maximumFractionDigits", "minimumIntegerDigits", "useGrouping"]);
        _style = options.Text("style", "decimal", "percent", "currency") ?? "decimal";
        _currency = options.Text("currency")?.ToUpperInvariant() ?? "";
        if (_style == "currency" && _currency.Length == 0) throw run.TypeError("The style currency needs the option currency.");
        if (_currency.Length != 0 && (_currency.Length != 3 || !_currency.All(char.IsAsciiLetter))) throw run.RangeError("A currency is a code of three letters.");
        _groups = options.Flag("useGrouping") ?? true;
        _whole = options.Number("minimumIntegerDigits", 1, 21) ?? 1;
        var (least, most) = _style switch { "percent" => (0, 0), "currency" => _currency is "JPY" or "KRW" ? (0, 0) : (2, 2), _ => (0, 3) };
        var (askedLeast, askedMost) = (options.Number("minimumFractionDigits", 0, 20), options.Number("maximumFractionDigits", 0, 20));
        if (askedLeast > askedMost) throw run.RangeError("maximumFractionDigits is less than minimumFractionDigits.");
        _least = askedLeast ?? Math.Min(least, askedMost ?? least);
        _most = askedMost ?? Math.Max(most, _least);
    }

    /// <summary><c>number.toLocaleString(locale, options)</c>.</summary>
    public static DataValue ToLocale(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments) => run.Text(new NumberFormat(run, arguments.Arg(0), arguments.Arg(1)).Format(run, self));

    private static DataValue Make(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        run.Allocate(120);
        return DataValue.Of((object)new NumberFormat(run, arguments.Arg(0), arguments.Arg(1)));
    }

    private string Format(Run run, in DataValue value)
    {
        var numeric = Coerce.ToNumeric(run, value);
        run.Charge(20);
        if (numeric.IsNumber && double.IsNaN(numeric.Num)) return Dress("NaN", false);
        var isNegative = numeric.IsNumber ? double.IsNegative(numeric.Num) : Inexact.ToBig(numeric).Sign < 0;
        if (numeric.IsNumber && double.IsInfinity(numeric.Num)) return Dress("∞", isNegative);
        var (digits, point) = numeric.IsNumber ? numeric.Num == 0 ? ("0", 1) : NumberText.Shortest(Math.Abs(numeric.Num)) : Whole(run, numeric);
        return Dress(Write(digits, point + (_style == "percent" ? 2 : 0)), isNegative);
    }

    private static (string Digits, int Point) Whole(Run run, in DataValue value)
    {
        var text = Coerce.ToText(run, value).TrimStart('-');
        return (text, text.Length);
    }

    /// <summary>Rounds half away from zero at the last digit that is shown, as it is written in decimal.</summary>
    private string Write(string digits, int point)
    {
        var all = point <= 0 ? new string('0', 1 - point) + digits : digits;
        var at = Math.Max(point, 1);
        if (all.Length < at) all = all.PadRight(at, '0');
        var keeps = at + _most;
        if (all.Length > keeps) all = Round(all, keeps, ref at);
        var fraction = all[at..].TrimEnd('0').PadRight(_least, '0');
        var whole = all[..at].TrimStart('0').PadLeft(_whole, '0');
        var text = new StringBuilder();
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && _groups && (whole.Length - i) % 3 == 0) text.Append(_locale.Group);
            text.Append(whole[i]);
        }

        return fraction.Length == 0 ? text.ToString() : text.Append(_locale.Decimal).Append(fraction).ToString();
    }

    private static string Round(string digits, int keeps, ref int point)
    {
        var up = digits[keeps] >= '5';
        var kept = digits[..keeps].ToCharArray();
        for (var i = keeps - 1; up && i >= 0; i--)
        {
            up = kept[i] == '9';
            kept[i] = up ? '0' : (char)(kept[i] + 1);
        }

        if (!up) return new string(kept);
        point++;
        return "1" + new string(kept);
    }

    private string Dress(string number, bool isNegative)
    {
        var sign = isNegative ? "-" : "";
        if (_style == "percent") return sign + number + (_locale.IsGerman ? "\u00a0%" : "%");
        if (_style != "currency") return sign + number;
        var symbol = _currency switch { "EUR" => "€", "USD" => "$", "GBP" => "£", "JPY" => "¥", "INR" => "₹", "CNY" => "CN¥", "KRW" => "₩", "CAD" => "CA$", "BRL" => "R$", "MXN" => "MX$", "AUD" => _locale.IsGerman ? "AU$" : "A$", _ => _currency };
        if (_locale.IsGerman) return $"{sign}{number}\u00a0{symbol}";
        return sign + symbol + (symbol.All(char.IsAsciiLetter) ? "\u00a0" : "") + number;
    }
}
