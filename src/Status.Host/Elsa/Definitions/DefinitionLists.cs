using System.Globalization;
using System.Text.Json.Nodes;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>Lists of versions, and the questions about names and numbers.</summary>
internal static class DefinitionLists
{
    private const int MaxPageSize = 10_000;

    /// <summary>Versions that match; all of them when no page is asked for.</summary>
    public static async Task<IResult> ListAsync(HttpContext context, IDefinitionStore store)
    {
        // Elsa's clients write parameter names in either case and repeat the key for lists; the query collection ignores case.
        var query = context.Request.Query;
        var errors = new ElsaErrors();
        if (!VersionOptions.TryParse(query["versionOptions"], out var versions))
            errors.Add("versionOptions", $"'{query["versionOptions"]}' chooses no versions: AllVersions, Draft, Latest, Published, LatestOrPublished, LatestAndPublished or a number.");
        var page = Whole(query, "page", errors);
        var pageSize = Whole(query, "pageSize", errors);
        var order = Word<DefinitionOrder>(query, "orderBy", errors);
        var descending = query["orderDirection"].ToString().StartsWith("Desc", StringComparison.OrdinalIgnoreCase);
        bool? isSystem = bool.TryParse(query["isSystem"], out var flag) ? flag : null;
        if (errors.Any) return errors.Answer();

        var take = pageSize is { } size ? Math.Clamp(size, 1, MaxPageSize) : page is null ? (int?)null : 100;
        var filter = new DefinitionFilter
        {
            Versions = versions,
            Ids = Texts(query, "ids"),
            DefinitionIds = Texts(query, "definitionIds"),
            Search = query["searchTerm"].ToString() is { Length: > 0 } search ? search.Replace("\0", "", StringComparison.Ordinal) : null,
            IsSystem = isSystem,
            Order = order,
            Descending = descending,
            Skip = (int)Math.Min((long)(page ?? 0) * (take ?? 0), int.MaxValue),
            Take = take,
        };
        var (items, total) = await store.ListAsync(filter, context.RequestAborted);
        return ElsaJson.Answer(new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(row => DefinitionAnswers.Summary(row, context.User))]),
            ["totalCount"] = total,
            ["links"] = DefinitionLinks.OfList(context.User),
        });
    }

    /// <summary>Number of definitions.</summary>
    public static async Task<IResult> CountAsync(IDefinitionStore store, CancellationToken cancellationToken)
    {
        var (_, total) = await store.ListAsync(new DefinitionFilter { Versions = VersionOptions.Latest, Take = 0 }, cancellationToken);
        return ElsaJson.Answer(new { count = total });
    }

    /// <summary>Versions by their ids, each whole.</summary>
    public static async Task<IResult> ManyByIdAsync(HttpContext context, IDefinitionStore store, DefinitionAnswers answers)
    {
        var found = await store.GetVersionsAsync(Texts(context.Request.Query, "ids") ?? [], context.RequestAborted);
        return ElsaJson.Answer(new JsonObject { ["items"] = new JsonArray([.. found.Select(s => answers.Full(s, context.User))]), ["count"] = found.Count });
    }

    /// <summary>Whether no other definition has a name.</summary>
    public static async Task<IResult> IsNameUniqueAsync(string? name, string? definitionId, IDefinitionStore store, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name)) return ElsaErrors.Refuse("Say which name: ?name=…", "name");
        if (name.Contains('\0', StringComparison.Ordinal)) return ElsaErrors.Refuse("The name holds a NUL character.", "name");
        var (same, _) = await store.ListAsync(new DefinitionFilter { Name = name, Versions = VersionOptions.Latest }, cancellationToken);
        return ElsaJson.Answer(new { isUnique = same.All(d => d.DefinitionId == definitionId) });
    }

    /// <summary>Every version of a definition, newest first.</summary>
    public static async Task<IResult> VersionsAsync(string definitionId, IDefinitionStore store, CancellationToken cancellationToken)
    {
        var (rows, _) = await store.ListAsync(new DefinitionFilter { DefinitionIds = [definitionId], Order = DefinitionOrder.Version, Descending = true }, cancellationToken);
        if (rows.Count == 0) return Results.NotFound();
        var versions = await store.GetVersionsAsync([.. rows.Select(r => r.Id)], cancellationToken);
        return ElsaJson.Answer(new JsonArray([.. versions.Select(DefinitionAnswers.Version)]));
    }

    private static string[]? Texts(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values.Count > 0 ? [.. values.OfType<string>().Select(v => v.Replace("\0", "", StringComparison.Ordinal))] : null;

    private static int? Whole(IQueryCollection query, string name, ElsaErrors errors)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        errors.Add(name, $"'{text}' is no whole number from 0.");
        return null;
    }

    private static T Word<T>(IQueryCollection query, string name, ElsaErrors errors)
        where T : struct, Enum
    {
        var text = query[name].ToString();
        if (text.Length == 0) return default;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word)) return word;
        errors.Add(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
        return default;
    }
}
