using System.Runtime.CompilerServices;
using System.Text.Json;
using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Reads journals: pages of packed lines, unfolded one after the other.</summary>
/// <param name="store">Keeps the pages.</param>
public sealed class JournalReader(IRunStore store)
{
    private const int PagesAtOnce = 8;

    /// <summary>All lines of a run in their order. Empty when the run keeps no journal.</summary>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public IAsyncEnumerable<JournalRecord> ReadAsync(InstanceId id, CancellationToken cancellationToken = default) => ReadAsync(id, 0, cancellationToken);

    private async IAsyncEnumerable<JournalRecord> ReadAsync(InstanceId id, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = from;
        while (true)
        {
            var pages = await store.LoadJournalAsync(id, next, PagesAtOnce, cancellationToken);
            foreach (var page in pages)
            {
                using var document = JsonDocument.Parse(page.Records, new JsonDocumentOptions { MaxDepth = 256 });
                foreach (var line in document.RootElement.EnumerateArray().Skip((int)Math.Max(0, from - page.FirstSequence))) yield return JournalRecord.Read(line, id.Value);
            }

            if (pages.Count < PagesAtOnce) yield break;
            next = pages[^1].FirstSequence + pages[^1].Count;
        }
    }

    /// <summary>One page of the lines that match, with the number of all that do.</summary>
    /// <param name="id">The run.</param>
    /// <param name="filter">Which lines.</param>
    /// <param name="skip">Lines to skip.</param>
    /// <param name="take">Lines to return.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<(IReadOnlyList<JournalRecord> Items, long Total)> ListAsync(
        InstanceId id, JournalFilter filter, int skip, int take, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var items = new List<JournalRecord>();
        if (filter.IsEmpty)
        {
            // Lines are numbered from 0 without a gap: only the pages that hold them are unpacked.
            if (take > 0)
            {
                await foreach (var record in ReadAsync(id, skip, cancellationToken))
                {
                    items.Add(record);
                    if (items.Count == take) break;
                }
            }

            return (items, await store.CountJournalAsync(id, cancellationToken));
        }

        var total = 0L;
        await foreach (var record in ReadAsync(id, cancellationToken))
        {
            if (!filter.Matches(record)) continue;
            if (total >= skip && items.Count < take) items.Add(record);
            total++;
        }

        return (items, total);
    }
}
