using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Status.Activities.Ledger.Entries;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Storage;
using Status.Workflows.Execution;
using Status.Workflows.Feed;
using Status.Workflows.Model.Data;

namespace Status.Activities.Ledger.Sequencing;

/// <summary>
/// The one place that gives indexes and signs. Follows the feed, appends what was enlisted in the order of the feed, once per key, and
/// signs one checkpoint per batch; entries, tiles, checkpoint, announcements and the resumption of who waits are committed with the cursor.
/// Entries are a function of the feed alone, so a batch that is digested again gives the same tree. Driven by one thread at a time.
/// </summary>
public sealed partial class LedgerSequencer(LedgerStore store, LedgerSigner signer, ILogger<LedgerSequencer> logger) : Follower
{
    /// <summary>Name of the cursor.</summary>
    public const string CursorName = "ledger-sequencer";

    private TreeEdge? _edge;
    private TreeEdge? _nextEdge;
    private StoredCheckpoint? _committed;
    private StoredCheckpoint? _next;

    /// <inheritdoc/>
    public override string Name => CursorName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FactTypes { get; } = [LedgerFacts.Enlisted, LedgerFacts.AuditPrefix + "*"];

    /// <inheritdoc/>
    public override int BatchSize => 512;

    /// <summary>A gap would be a lie for ever, so the ledger stops where it cannot go on.</summary>
    public override IndigestibleFact OnIndigestible => IndigestibleFact.Stop;

    /// <inheritdoc/>
    public override async ValueTask<FollowerEffect> DigestAsync(IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
    {
        (_next, _nextEdge) = (null, null);
        var wanted = facts.Select(fact => (Fact: fact, Entry: EnlistedEntry.From(fact))).ToArray();
        if (wanted.Length == 0) return FollowerEffect.None;
        var head = await store.GetHeadAsync(cancellationToken);
        Check(head);
        var known = (await store.FindEntriesAsync([.. wanted.Select(w => w.Entry.Key).Distinct(StringComparer.Ordinal)], cancellationToken))
            .ToDictionary(e => e.Entry.Key, StringComparer.Ordinal);
        var added = Number(wanted, known, head?.Size ?? 0);
        var checkpoint = head;
        var writes = new List<Write>();
        if (added.Count > 0)
        {
            var edge = await EdgeAsync(head, cancellationToken);
            foreach (var (_, entry) in added) edge.Append(entry.LeafHash);
            checkpoint = Sign(edge);
            writes.Add(LedgerWrites.For(head?.Size ?? 0, checkpoint, signer.Key, [.. added.Select(a => a.Entry)], edge.TakeChanges()));
            (_next, _nextEdge) = (checkpoint, edge);
        }

        return new FollowerEffect
        {
            Writes = writes,
            MustApply = writes.Count == 0 ? FollowerEffect.None.MustApply : new HashSet<string>(StringComparer.Ordinal) { LedgerWrites.AppendKey },
            Facts = [.. added.Select(a => (Announce(Receipt(a.Entry, checkpoint!), a.Entry), a.Fact))],
            Inbox = [.. wanted.Where(w => w.Entry.Waiter is not null).Select(w => Resume(w.Fact, w.Entry, Receipt(known[w.Entry.Key], checkpoint!)))],
        };
    }

    /// <inheritdoc/>
    public override void OnCommitted(FollowerEffect effect)
    {
        if (_next is null) return;
        (_committed, _edge) = (_next, _nextEdge);
        (_next, _nextEdge) = (null, null);
        CheckpointSigned(logger, _committed.Size, _committed.Root);
    }

    /// <summary>Refuses to go on over a ledger that another name signed, or that is not where this process left it.</summary>
    private void Check(StoredCheckpoint? head)
    {
        if (head is not null && Checkpoint.Parse(SignedNote.Parse(head.Note).Text).Origin is var origin && origin != signer.Origin)
            throw new InvalidOperationException(
                $"The ledger in this database is '{origin}', but this host signs for '{signer.Origin}'. Set Status:Ledger:Origin to '{origin}' if the signing key was renewed on purpose; otherwise restore the master key.");
        if (_committed is null || _committed.Size == head?.Size && _committed.Root == head.Root) return;
        if (head is not null && head.Size > _committed.Size)
        {
            // Another host has driven the cursor in between.
            _edge = null;
            return;
        }

        throw new InvalidOperationException(
            $"This host has signed a ledger of {_committed.Size} entries; the database now has {head?.Size ?? 0} or another root. An older state was restored under a running host. Run 'status verify --checkpoint' with a checkpoint kept elsewhere.");
    }

    private async ValueTask<TreeEdge> EdgeAsync(StoredCheckpoint? head, CancellationToken cancellationToken)
    {
        var edge = _edge;
        _edge = null;
        var size = head?.Size ?? 0;
        if (edge is null || edge.Size != size)
        {
            var tiles = await store.GetTilesAsync(TreeEdge.TilesAt(size), cancellationToken);
            edge = TreeEdge.Load(size, tile => tiles.GetValueOrDefault(tile));
        }

        if (head is not null && edge.Root() != head.Root)
            throw new InvalidDataException($"The tiles of the ledger do not give the root of its checkpoint of {head.Size} entries: the database was altered. Run 'status verify'.");
        return edge;
    }

    /// <summary>Gives indexes to the entries whose keys are new and adds them to what is known.</summary>
    private static List<(Fact Fact, StoredEntry Entry)> Number((Fact Fact, EnlistedEntry Entry)[] wanted, Dictionary<string, StoredEntry> known, long size)
    {
        var added = new List<(Fact, StoredEntry)>();
        foreach (var (fact, asked) in wanted)
        {
            if (known.ContainsKey(asked.Key)) continue;
            var at = new DateTimeOffset(fact.At.UtcTicks - (fact.At.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
            var entry = new LedgerEntry(
                size + added.Count, asked.Key, asked.Kind, asked.Subject, asked.Agreement, fact.InstanceId, Encoding.UTF8.GetBytes(asked.Body), fact.Position, at);
            var stored = new StoredEntry(entry, entry.LeafHash());
            known.Add(asked.Key, stored);
            added.Add((fact, stored));
        }

        return added;
    }

    private StoredCheckpoint Sign(TreeEdge edge)
    {
        var checkpoint = new Checkpoint(signer.Origin, edge.Size, edge.Root());
        return new StoredCheckpoint(checkpoint.Size, checkpoint.Root, signer.Sign(checkpoint));
    }

    private static LedgerReceipt Receipt(StoredEntry stored, StoredCheckpoint checkpoint) =>
        new(stored.Entry.Key, stored.Entry.Index, stored.LeafHash, stored.Entry.BodyHash(), checkpoint.Size, checkpoint.Note);

    private static FactDraft Announce(LedgerReceipt receipt, StoredEntry stored)
    {
        var body = receipt.ToData();
        body["kind"] = stored.Entry.Kind;
        body["subject"] = stored.Entry.Subject;
        body["agreement"] = stored.Entry.Agreement;
        return new FactDraft(LedgerFacts.Posted, body, "ledger/" + receipt.Index.ToString(CultureInfo.InvariantCulture));
    }

    private static InboxItem Resume(Fact fact, EnlistedEntry entry, LedgerReceipt receipt) => new()
    {
        Id = IdGenerator.Derive(CursorName, fact.Position.ToString(CultureInfo.InvariantCulture)),
        Kind = InboxItemKind.Resume,
        InstanceId = fact.InstanceId,
        StimulusHash = Stimulus.Hash(PostToLedger.StimulusName, PostToLedger.StimulusFor(entry.Key), entry.Waiter),
        Payload = new DataObject { ["receipt"] = receipt.ToData() },
        Cause = fact.Position,
        Depth = fact.Depth,
    };

    [LoggerMessage(EventId = 240, Level = LogLevel.Debug, Message = "The ledger has a signed checkpoint of {Size} entries, root {Root}.")]
    private static partial void CheckpointSigned(ILogger logger, long size, MerkleHash root);
}
