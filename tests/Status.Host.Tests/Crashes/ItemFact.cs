using System.Globalization;
using System.Text.Json;

namespace Status.Host.Tests.Crashes;

/// <summary>A fact of the feed and the number of the item it is about; <c>null</c> for a fact that is about none.</summary>
internal sealed record ItemFact(long Position, string Type, int? Item)
{
    public static int? ItemOf(string type, JsonElement body) =>
        type.StartsWith("crash.", StringComparison.Ordinal) ? body.GetProperty("item").GetInt32()
        : ItemChains.Links.Contains(type) ? int.Parse(body.GetProperty("key").GetString()!.Split('-')[1], CultureInfo.InvariantCulture)
        : null;
}
