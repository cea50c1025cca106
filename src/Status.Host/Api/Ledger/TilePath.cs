using System.Globalization;
using Status.Activities.Ledger.Merkle;

namespace Status.Host.Api.Ledger;

/// <summary>An address of C2SP tlog-tiles: <c>0/x001/067</c>, <c>1/000.p/8</c>, <c>entries/002</c>.</summary>
/// <param name="IsEntries">Whether it names a bundle of leaves instead of hashes.</param>
/// <param name="Level">The level; 0 for a bundle.</param>
/// <param name="Index">The index in the level.</param>
/// <param name="Width">The number of hashes or leaves asked for; 256 for a full tile.</param>
internal sealed record TilePath(bool IsEntries, int Level, long Index, int Width)
{
    private const int MaxGroups = 5;

    /// <summary>Reads an address after <c>tile/</c>; <c>null</c> when it is not one. Every tile has exactly one address.</summary>
    public static TilePath? Parse(string path)
    {
        var width = TileId.Width;
        if (path.IndexOf(".p/", StringComparison.Ordinal) is var partial and >= 0)
        {
            if (!TryNumber(path[(partial + 3)..], out width) || width is < 1 or >= TileId.Width) return null;
            path = path[..partial];
        }

        var parts = path.Split('/');
        if (parts.Length is < 2 or > MaxGroups + 1) return null;
        var isEntries = parts[0] == "entries";
        var level = 0;
        if (!isEntries && (!TryNumber(parts[0], out level) || level > 7)) return null;
        return TryIndex(parts.AsSpan(1), out var index) ? new TilePath(isEntries, level, index, width) : null;
    }

    private static bool TryIndex(ReadOnlySpan<string> groups, out long index)
    {
        index = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            var isLast = i == groups.Length - 1;
            if (!isLast && !groups[i].StartsWith('x')) return false;
            var digits = isLast ? groups[i] : groups[i][1..];
            if (digits.Length != 3 || !digits.All(char.IsAsciiDigit)) return false;
            index = (index * 1000) + int.Parse(digits, CultureInfo.InvariantCulture);
            if (i == 0 && !isLast && index == 0) return false;
        }

        return true;
    }

    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit) && (text == "0" || text[0] != '0')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
