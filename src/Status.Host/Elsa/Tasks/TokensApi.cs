using Status.Host.Elsa.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;
using Status.Workflows.Primitives;

namespace Status.Host.Elsa.Tasks;

/// <summary>What a signed token opens to whoever has it: one event, or one bookmark, until it expires.</summary>
internal static class TokensApi
{
    private const int MaxBody = 1 << 20;

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        api.MapGet("/events/trigger", EventAsync).AllowAnonymous();
        api.MapGet("/bookmarks/resume", BookmarkAsync).AllowAnonymous();
        api.MapPost("/bookmarks/resume", BookmarkAsync).AllowAnonymous();
    }

    private static async Task<IResult> EventAsync(HttpContext http, ResumeTokens tokens, IFeed feed, IRunStore runs, IInbox inbox)
    {
        var text = http.Request.Query["t"].ToString();
        if (tokens.Read(text) is not { EventName: { } name } token) return Refused();
        if (ReservedFacts.IsReserved(name)) return ElsaErrors.Refuse(ReservedFacts.Refusal(name));
        // A link is opened twice by impatient people and by programs that look ahead: the token is the key, so the event happens once.
        var key = IdGenerator.Derive("event-token", text);
        if (token.InstanceId is null)
        {
            await feed.AppendAsync([new FactDraft(name, [], key)], http.RequestAborted);
            return Results.Ok();
        }

        var hash = Stimulus.Hash(Event.StimulusName, Event.Payload(name));
        var waits = (await runs.LoadBookmarksAsync(new InstanceId(token.InstanceId), http.RequestAborted)).Any(b => b.Hash == hash);
        var payload = new DataObject { ["type"] = name, ["body"] = null };
        var item = new InboxItem { Id = key, Kind = InboxItemKind.Resume, StimulusHash = hash, Payload = payload };
        if (waits) await inbox.EnqueueAsync([item with { InstanceId = token.InstanceId }], http.RequestAborted);
        else await EventsApi.AwaitBookmarkAsync(item with { ParentInstanceId = token.InstanceId }, runs, inbox, http.RequestAborted);
        return Results.Ok();
    }

    private static async Task<IResult> BookmarkAsync(HttpContext http, ResumeTokens tokens, IRunStore runs, IInbox inbox)
    {
        if (tokens.Read(http.Request.Query["t"].ToString()) is not { BookmarkId: { } bookmark, InstanceId: { } instance }) return Refused();
        var input = HttpMethods.IsPost(http.Request.Method) ? DataJson.From((await RequestJson.ReadAsync(http.Request, MaxBody)).Get("input")) : null;
        if ((await runs.LoadBookmarksAsync(new InstanceId(instance), http.RequestAborted)).All(b => b.Id != bookmark)) return Results.NotFound();
        await inbox.EnqueueAsync(
            [new InboxItem { Id = IdGenerator.Derive("bookmark-token", bookmark), Kind = InboxItemKind.Resume, InstanceId = instance, BookmarkId = bookmark, Payload = input as DataObject ?? new DataObject { ["body"] = input } }],
            http.RequestAborted);
        return Results.Ok();
    }

    private static IResult Refused() => ElsaErrors.Refuse("The token is not valid, or not any more.", "t");
}
