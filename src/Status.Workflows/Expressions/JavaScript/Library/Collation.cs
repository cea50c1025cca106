namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>
/// The order of <c>localeCompare</c> for texts of the Latin script, as Node.js has it without a locale: blanks, marks, digits, letters; then accents; then small letters before capitals. The host
/// carries no Unicode collation tables, so characters of other scripts stand behind these in the order of their codes.
/// </summary>
internal static class Collation
{
    private const string Order = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżž";
    private const string Bases = "aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzz";

    /// <summary>−1, 0 or 1.</summary>
    public static int Compare(string left, string right)
    {
        var (accent, capital) = (0, 0);
        int i = 0, j = 0;
        for (; i < left.Length && j < right.Length; i++, j++)
        {
            var (a, b) = (Weigh(left[i]), Weigh(right[j]));
            if (a.Base != b.Base) return a.Base < b.Base ? -1 : 1;
            if (accent == 0) accent = a.Accent.CompareTo(b.Accent);
            if (capital == 0) capital = a.IsCapital.CompareTo(b.IsCapital);
        }

        if (i < left.Length || j < right.Length) return i < left.Length ? 1 : -1;
        return Math.Sign(accent != 0 ? accent : capital);
    }

    private static (int Base, int Accent, bool IsCapital) Weigh(char c)
    {
        var small = char.ToLowerInvariant(c);
        var isCapital = small != c;
        if (small is >= 'a' and <= 'z') return (100 + small, 0, isCapital);
        var mark = Order.IndexOf(c, StringComparison.Ordinal);
        if (mark >= 0) return (mark, 0, false);
        var accented = Accented.IndexOf(small, StringComparison.Ordinal);
        return accented >= 0 ? (100 + Bases[accented], accented + 1, isCapital) : (1000 + c, 0, false);
    }
}
