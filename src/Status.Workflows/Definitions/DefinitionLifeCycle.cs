using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Definitions;

/// <summary>
/// The life of a definition in the hands of people: drafts are changed in place, a change to a version that was ever published makes a new one, and what somebody else
/// wrote meanwhile is never overwritten unseen.
/// </summary>
/// <param name="store">Keeps versions.</param>
/// <param name="refusedDrafts">Keeps drafts that came too late.</param>
/// <param name="intake">Reads what comes from outside.</param>
/// <param name="publishing">Decides what may run.</param>
/// <param name="ids">Makes ids.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class DefinitionLifeCycle(
    IDefinitionStore store, IRefusedDraftStore refusedDrafts, DefinitionIntake intake, PublishRules publishing, IdGenerator ids, TimeProvider timeProvider)
{
    private const int MaxAttempts = 5;

    /// <summary>How long a repeated creation finds the first one: longer than the designer goes on repeating a request that got no answer.</summary>
    private static readonly TimeSpan _creationWindow = TimeSpan.FromMinutes(1);

    /// <summary>Saves a draft, and publishes it when asked. Repeating the same save changes nothing.</summary>
    /// <param name="request">What to save.</param>
    /// <param name="note">Makes what is committed with the change; not asked when nothing changes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<DefinitionChange> SaveAsync(SaveDefinition request, Func<DefinitionChange, CommitNote>? note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var read = intake.Read(request.Model, out var refused);
        if (read?.Definition is not { } definition) return DefinitionChange.Refused(refused);
        var givenId = request.DefinitionId ?? request.Model.Member("definitionId").TextOrNull();
        if (string.IsNullOrWhiteSpace(givenId)) givenId = await FindRepeatedCreationAsync(request, definition, cancellationToken) ?? ids.NewId();
        var content = DefinitionContent.Of(definition with { DefinitionId = givenId, Name = Blank(request.Model) ? givenId : definition.Name }, read.Problems);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var head = await store.GetHeadAsync(givenId, cancellationToken);
            if (await TrySaveAsync(request, content, head, note, cancellationToken) is { } change) return change;
        }

        return new DefinitionChange { Outcome = ChangeOutcome.Stale };
    }

    /// <summary>Publishes the latest version.</summary>
    /// <param name="definitionId">Logical id.</param>
    /// <param name="actor">Who publishes.</param>
    /// <param name="note">Makes what is committed with the change.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<DefinitionChange> PublishAsync(string definitionId, DefinitionActor actor, Func<DefinitionChange, CommitNote>? note, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var head = await store.GetHeadAsync(definitionId, cancellationToken);
            if (head.Latest is not { } latest) return DefinitionChange.NotFound;
            if (await PublishAsync(latest, head, actor, note, cancellationToken) is { } change) return change;
        }

        return new DefinitionChange { Outcome = ChangeOutcome.Stale };
    }

    /// <summary>Takes the published version out of service.</summary>
    /// <param name="definitionId">Logical id.</param>
    /// <param name="note">Makes what is committed with the change, from the version that was published.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns><see cref="ChangeOutcome.Unchanged"/> when none was published.</returns>
    public async ValueTask<DefinitionChange> RetractAsync(string definitionId, Func<DefinitionRow, CommitNote>? note, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(definitionId, DefinitionVersion.Latest, cancellationToken) is not { } before) return DefinitionChange.NotFound;
        var retracted = await store.RetractAsync(definitionId, note, cancellationToken);
        var latest = await store.GetAsync(definitionId, DefinitionVersion.Latest, cancellationToken);
        return new DefinitionChange { Outcome = retracted ? ChangeOutcome.Retracted : ChangeOutcome.Unchanged, Stored = latest, Before = before };
    }

    /// <summary>Makes a draft with the content of an older version.</summary>
    /// <param name="definitionId">Logical id.</param>
    /// <param name="version">The older version's number.</param>
    /// <param name="actor">Who reverts.</param>
    /// <param name="note">Makes what is committed with the change.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<DefinitionChange> RevertAsync(
        string definitionId, int version, DefinitionActor actor, Func<DefinitionChange, CommitNote>? note, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(definitionId, new VersionOptions(VersionKind.Number, version), cancellationToken) is not { } wanted) return DefinitionChange.NotFound;
        var content = Reread(wanted);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var head = await store.GetHeadAsync(definitionId, cancellationToken);
            // Always a version of its own: the draft that is left behind stays in the history.
            var draft = Next(content, head with { Latest = null }, actor);
            var change = new DefinitionChange { Outcome = ChangeOutcome.Saved, Stored = draft, Before = head.Latest };
            if (await store.TrySaveAsync(draft, [], [], head.Revision, Of(note, change), cancellationToken)) return change;
        }

        return new DefinitionChange { Outcome = ChangeOutcome.Stale };
    }

    private static bool Blank(System.Text.Json.JsonElement model) => string.IsNullOrWhiteSpace(model.Member("name").TextOrNull());

    private async ValueTask<DefinitionChange?> TrySaveAsync(
        SaveDefinition request, DefinitionContent content, DefinitionHead head, Func<DefinitionChange, CommitNote>? note, CancellationToken cancellationToken)
    {
        var latest = head.Latest;
        if (latest?.Digest == content.Digest)
        {
            if (request.Publish) return await PublishAsync(latest, head, request.Actor, note, cancellationToken);
            return new DefinitionChange { Outcome = ChangeOutcome.Unchanged, Stored = latest, Before = latest };
        }

        if (IsStale(request, content, head)) return await RefuseStaleAsync(request, content, head, cancellationToken);
        if (latest?.IsReadonly == true) return DefinitionChange.Refused([new DefinitionProblem("$", $"'{latest.Name}' is read-only.")], latest);
        var next = Next(content, head, request.Actor);
        if (!request.Publish)
        {
            var change = new DefinitionChange { Outcome = ChangeOutcome.Saved, Stored = next, Before = latest, Problems = content.Problems };
            return await store.TrySaveAsync(next, [], [], head.Revision, Of(note, change), cancellationToken) ? change : null;
        }

        return await PublishAsync(next, content, head, request.Actor, note, cancellationToken);
    }

    /// <summary>Stale is who has not seen the newest revision, if somebody else wrote it: one's own other window is no other person.</summary>
    private static bool IsStale(SaveDefinition request, DefinitionContent content, DefinitionHead head)
    {
        if (request.Overwrite) return false;
        if (request.ExpectedRevision is { } expected) return expected != (head.Latest is null ? 0 : head.Revision);
        return head.Latest is { } latest && content.KnownRevision < head.Revision && latest.Author != request.Actor.Name;
    }

    private async ValueTask<DefinitionChange> RefuseStaleAsync(SaveDefinition request, DefinitionContent content, DefinitionHead head, CancellationToken cancellationToken)
    {
        var stale = new DefinitionChange { Outcome = ChangeOutcome.Stale, Before = head.Latest };
        if (!request.KeepRefused) return stale;
        var known = content.KnownRevision ?? 0;
        var draft = new RefusedDraft
        {
            Id = IdGenerator.Derive("refused-draft", content.Definition.DefinitionId, request.Actor.Name, known.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            DefinitionId = content.Definition.DefinitionId,
            Name = content.Definition.Name,
            Author = request.Actor.Name,
            KnownRevision = known,
            CurrentRevision = head.Revision,
            OtherAuthor = head.Latest?.Author ?? "",
            RefusedAt = timeProvider.GetUtcNow(),
            Json = content.Json,
        };
        await refusedDrafts.KeepAsync(draft, cancellationToken);
        return stale with { Kept = draft };
    }

    private async ValueTask<DefinitionChange?> PublishAsync(
        StoredDefinition latest, DefinitionHead head, DefinitionActor actor, Func<DefinitionChange, CommitNote>? note, CancellationToken cancellationToken)
    {
        if (latest.IsPublished) return new DefinitionChange { Outcome = ChangeOutcome.Unchanged, Stored = latest, Before = latest };
        return await PublishAsync(latest, Reread(latest), head, actor, note, cancellationToken);
    }

    private async ValueTask<DefinitionChange?> PublishAsync(
        StoredDefinition version, DefinitionContent content, DefinitionHead head, DefinitionActor actor, Func<DefinitionChange, CommitNote>? note, CancellationToken cancellationToken)
    {
        var check = await publishing.CheckAsync(content, version, actor, cancellationToken);
        if (!check.IsValid) return DefinitionChange.Refused(check.Problems, head.Latest);
        var published = version with { IsPublished = true, IsLatest = true, PublishedAt = version.PublishedAt ?? timeProvider.GetUtcNow() };
        var change = new DefinitionChange { Outcome = ChangeOutcome.Published, Stored = published, Before = head.Latest, Problems = check.Problems };
        return await store.TrySaveAsync(published, check.Triggers, check.Timers, head.Revision, Of(note, change), cancellationToken) ? change : null;
    }

    private static Func<DefinitionRow, CommitNote>? Of(Func<DefinitionChange, CommitNote>? note, DefinitionChange change) => note is null ? null : _ => note(change);

    private StoredDefinition Next(DefinitionContent content, DefinitionHead head, DefinitionActor actor) =>
        StoredVersions.Next(content, head, actor.Name, ids.NewId, timeProvider.GetUtcNow());

    private static DefinitionContent Reread(StoredDefinition stored)
    {
        var read = DefinitionJson.Read(stored.Json, DefinitionLimits.OfStored);
        if (read.Definition is not { } definition) throw new InvalidDataException($"The stored version '{stored.Id}' cannot be read: {string.Join(' ', read.Problems)}");
        return DefinitionContent.Of(definition, read.Problems) with { Json = stored.Json, Digest = stored.Digest };
    }

    /// <summary>The designer repeats a creation that got no answer, without an id: the same content under the same name, from the same person and just now, is that.</summary>
    private async ValueTask<string?> FindRepeatedCreationAsync(SaveDefinition request, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        if (Blank(request.Model)) return null;
        var since = timeProvider.GetUtcNow() - _creationWindow;
        var filter = new DefinitionFilter { Name = definition.Name, Versions = VersionOptions.Latest, Order = DefinitionOrder.Created, Descending = true, Take = 5 };
        var (same, _) = await store.ListAsync(filter, cancellationToken);
        return same.FirstOrDefault(d => d.Version == 1 && d.Author == request.Actor.Name && d.CreatedAt > since
            && d.Digest == DefinitionContent.Of(definition with { DefinitionId = d.DefinitionId }).Digest)?.DefinitionId;
    }
}
