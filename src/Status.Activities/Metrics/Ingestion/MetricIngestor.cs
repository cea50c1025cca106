using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Activities.Metrics.Spool;

namespace Status.Activities.Metrics.Ingestion;

/// <summary>
/// Takes batches of samples and answers each when what it holds is committed. One writer shares a transaction among the batches that
/// wait, so that many small requests cost as few commits as one large one.
/// </summary>
public sealed partial class MetricIngestor : BackgroundService
{
    private readonly IMetricSink _sink;
    private readonly ILogger<MetricIngestor> _logger;
    private readonly SampleSpool? _spool;
    private readonly int _groupLimit;
    private readonly Channel<Pending> _queue;
    private MetricSample[] _group = [];

    /// <summary>Creates the ingestor; it writes once it is started as a hosted service.</summary>
    /// <param name="sink">The store.</param>
    /// <param name="options">Limits.</param>
    /// <param name="logger">Reports what could not be written.</param>
    /// <param name="spool">Keeps what comes while the store cannot be reached; <c>null</c> to refuse it.</param>
    public MetricIngestor(IMetricSink sink, IOptions<MetricsOptions> options, ILogger<MetricIngestor> logger, SampleSpool? spool = null)
    {
        _spool = spool;
        ArgumentNullException.ThrowIfNull(options);
        _sink = sink;
        _logger = logger;
        _groupLimit = options.Value.GroupLimit;
        _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(options.Value.QueueLimit) { SingleReader = true });
    }

    /// <summary>
    /// Stores a batch and reports on it once it is committed. Waits while the queue is full. Throws what the store threw when it could not be
    /// written; then nothing of the batch is stored and it may be sent again as it is. Cancelling gives up waiting, not the batch.
    /// </summary>
    public async Task<IngestReport> IngestAsync(SampleBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Samples.Count == 0) return Report(batch, ReadOnlyMemory<SampleOutcome>.Empty);
        var pending = new Pending(batch);
        await _queue.Writer.WriteAsync(pending, cancellationToken);
        return Report(batch, await pending.Answer.Task.WaitAsync(cancellationToken));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Stopping closes the queue and writes what it holds: whoever was let in gets an answer.
        using var registration = stoppingToken.Register(() => _queue.Writer.TryComplete());
        var group = new List<Pending>();
        Pending? carried = null;
        while (carried is not null || await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            carried = Collect(group, carried);
            await WriteAsync(group);
            group.Clear();
        }
    }

    private Pending? Collect(List<Pending> group, Pending? carried)
    {
        var count = 0;
        if (carried is not null)
        {
            group.Add(carried);
            count = carried.Batch.Samples.Count;
        }

        while (_queue.Reader.TryRead(out var next))
        {
            if (group.Count > 0 && count + next.Batch.Samples.Count > _groupLimit) return next;
            group.Add(next);
            count += next.Batch.Samples.Count;
        }

        return null;
    }

    private async Task WriteAsync(List<Pending> group)
    {
        if (group.Count == 0) return;
        var started = Stopwatch.GetTimestamp();
        var samples = Join(group);
        try
        {
            var outcomes = await StoreAsync(samples);
            MetricsMeter.Written(samples.Length, Stopwatch.GetElapsedTime(started));
            var start = 0;
            foreach (var pending in group)
            {
                pending.Answer.SetResult(outcomes.AsMemory(start, pending.Batch.Samples.Count));
                start += pending.Batch.Samples.Count;
            }
        }
        catch (Exception failure)
        {
            // The writer outlives every failed group: its senders are told, and may send again.
            WriteFailed(_logger, failure, samples.Length, group.Count);
            foreach (var pending in group) pending.Answer.SetException(failure);
        }
    }

    private async Task<SampleOutcome[]> StoreAsync(ReadOnlyMemory<MetricSample> samples)
    {
        try
        {
            return await _sink.AppendAsync(samples, CancellationToken.None);
        }
        catch (Exception failure) when (_spool is not null && IsAway(failure) && _spool.TryAppend(samples.Span))
        {
            Spooled(_logger, samples.Length, failure.Message);
            var outcomes = new SampleOutcome[samples.Length];
            Array.Fill(outcomes, SampleOutcome.Spooled);
            return outcomes;
        }
    }

    /// <summary>Whether the store as a whole is away; an error of one statement (a PostgresException that is not passing) would come again with the replay.</summary>
    private static bool IsAway(Exception failure) => failure is DbException { IsTransient: true } or SocketException or IOException or TimeoutException
        || failure is DbException and not PostgresException || failure is PostgresException { SqlState: "57P01" or "57P02" or "57P03" };

    private ReadOnlyMemory<MetricSample> Join(List<Pending> group)
    {
        var count = group.Sum(pending => pending.Batch.Samples.Count);
        if (_group.Length < count) _group = new MetricSample[count];
        var start = 0;
        foreach (var pending in group)
        {
            pending.Batch.Samples.CopyTo(_group, start);
            start += pending.Batch.Samples.Count;
        }

        return _group.AsMemory(0, count);
    }

    private static IngestReport Report(SampleBatch batch, ReadOnlyMemory<SampleOutcome> outcomes)
    {
        int accepted = 0, duplicates = 0, spooled = 0;
        var rejected = batch.Rejected;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var index = batch.Samples[i].Index;
            switch (outcomes.Span[i])
            {
                case SampleOutcome.Stored: accepted++; break;
                case SampleOutcome.Spooled:
                    accepted++;
                    spooled++;
                    break;
                case SampleOutcome.Duplicate: duplicates++; break;
                case SampleOutcome.Conflict:
                    rejected.Add(new(index, $"$.samples[{index}].value", RejectionCodes.Conflict, "The series has another value at this time; the first one stays."));
                    break;
                default:
                    rejected.Add(new(index, $"$.samples[{index}].labels", RejectionCodes.TooManySeries, "The store holds as many series as its limits allow (Status:Metrics:SeriesLimit, Status:Metrics:SeriesPerHostLimit)."));
                    break;
            }
        }

        rejected.Sort((a, b) => a.Index.CompareTo(b.Index));
        return new IngestReport(accepted, duplicates, rejected) { Spooled = spooled };
    }

    [LoggerMessage(EventId = 220, Level = LogLevel.Error, Message = "{Samples} metric samples of {Requests} requests could not be written; the senders were told")]
    private static partial void WriteFailed(ILogger logger, Exception failure, int samples, int requests);

    [LoggerMessage(EventId = 238, Level = LogLevel.Warning, Message = "{Samples} metric samples are kept on disk until the database is back: {Reason}")]
    private static partial void Spooled(ILogger logger, int samples, string reason);

    private sealed record Pending(SampleBatch Batch)
    {
        public TaskCompletionSource<ReadOnlyMemory<SampleOutcome>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
