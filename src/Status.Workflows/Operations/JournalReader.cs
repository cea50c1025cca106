using System.Runtime.CompilerServices;
using System.Text.Json;
using Status.Workflows.Execution;

namespace Status.Workflows.Operations;

/// <summary>Reads journals: pages of packed lines, unfolded one after the other.</summary>
/// <param name="store">Keeps the pages.</param>
public sealed class JournalReader(IRunStore store)
{
    private const int PagesAtOnce = 8;

    /// <summary>Lines behind a full page of a filtered list that are looked at to count what matches.</summary>
    private const int MostCounted = 20_000;

    /// <summary>All lines of a run in their order. Empty when the run keeps no journal.</summary>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public IAsyncEnumerable<JournalRecord> ReadAsync(InstanceId id, CancellationToken cancellationToken = default) => ReadAsync(id, 0, cancellationToken);

    private async IAsyncEnumerable<JournalRecord> ReadAsync(InstanceId id, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in LinesAsync(id, from, cancellationToken)) yield return JournalRecord.Read(line, id.Value);
    }

    /// <summary>The packed lines; each is good until the next one is asked for.</summary>
    private async IAsyncEnumerable<JsonElement> LinesAsync(InstanceId id, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = from;
        while (true)
        {
            var pages = await store.LoadJournalAsync(id, next, PagesAtOnce, cancellationToken);
            foreach (var page in pages)
            {
                using var document = JsonDocument.Parse(page.Records, new JsonDocumentOptions { MaxDepth = 256 });
                foreach (var line in document.RootElement.EnumerateArray().Skip((int)Math.Max(0, from - page.FirstSequence))) yield return line;
            }

            if (pages.Count < PagesAtOnce) yield break;
            next = pages[^1].FirstSequence + pages[^1].Count;
        }
    }

    /// <summary>
    /// One page of the lines that match, with the number of all that do. The journal is read in parts, a line is unpacked only when it is returned, and once the page is full no more than
    /// a bounded number of further lines is looked at: of a longer journal the number is then what matches up to there and one more, so that whoever turns the pages asks on, and the list says that
    /// it is no more than that (<see cref="JournalList.IsLowerBound"/>).
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="filter">Which lines.</param>
    /// <param name="skip">Lines to skip.</param>
    /// <param name="take">Lines to return.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<JournalList> ListAsync(
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

            return new JournalList(items, await store.CountJournalAsync(id, cancellationToken));
        }

        var (total, behind) = (0L, 0);
        await foreach (var line in LinesAsync(id, 0, cancellationToken))
        {
            if (items.Count == take && ++behind > MostCounted) return new JournalList(items, total + 1) { IsLowerBound = true };
            if (!filter.Matches(line, id.Value)) continue;
            if (total >= skip && items.Count < take) items.Add(JournalRecord.Read(line, id.Value));
            total++;
        }

        return new JournalList(items, total);
    }
}
