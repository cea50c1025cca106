using System.Globalization;

namespace Status.Host.Api.Registry;

/// <summary>
/// A page of a list: <c>page</c> from 0 and <c>pageSize</c> from 1 to 1,000 (100 by default). The answer stays a plain array, as upstream's clients expect;
/// the number of all items stands in <c>X-Total-Count</c>.
/// </summary>
/// <param name="Skip">How many items to leave out.</param>
/// <param name="Take">How many items at most.</param>
internal readonly record struct Paging(int Skip, int Take)
{
    /// <summary>Reads the page; a number that is none or out of range takes the nearest that is valid.</summary>
    public static Paging Read(HttpRequest request)
    {
        var size = Number("pageSize", 100, 1, 1000);
        return new(Number("page", 0, 0, 1_000_000) * size, size);

        int Number(string name, int fallback, int least, int most) =>
            int.TryParse(request.Query[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? Math.Clamp(value, least, most) : fallback;
    }

    /// <summary>Tells the number of all items.</summary>
    public static void Tell(HttpResponse response, long total) => response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);
}
