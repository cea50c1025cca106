using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Status.Host.Hosting.Web.Limits;

/// <summary>
/// Buckets that all hosts on one Redis share. When Redis does not answer, this host counts for itself for a few seconds and then tries again: a limit is worth less than an answer.
/// </summary>
internal sealed partial class RedisBuckets(IOptions<RedisOptions> options, MemoryBuckets own, TimeProvider time, ILogger<RedisBuckets> logger) : ITokenBuckets, IDisposable
{
    // Redis's own clock: hosts need not agree on the time. The key goes when the bucket would be full again.
    private const string Take = """
        local now = redis.call('TIME')
        now = tonumber(now[1]) + tonumber(now[2]) / 1000000
        local capacity, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
        local level = redis.call('HMGET', KEYS[1], 't', 'a')
        local tokens = tonumber(level[1]) or capacity
        tokens = math.min(capacity, tokens + math.max(0, now - (tonumber(level[2]) or now)) * rate)
        local wait = 0
        if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / rate end
        redis.call('HMSET', KEYS[1], 't', tostring(tokens), 'a', string.format('%.6f', now))
        redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - tokens) / rate * 1000) + 1000)
        return tostring(wait)
        """;

    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _redis;
    private long _restUntil;
    private int _failing;

    /// <inheritdoc/>
    public async ValueTask<TimeSpan> TakeAsync(string key, Bucket bucket)
    {
        if (time.GetTimestamp() < Interlocked.Read(ref _restUntil)) return await own.TakeAsync(key, bucket);
        try
        {
            var redis = _redis ?? await ConnectAsync();
            var wait = await redis.GetDatabase().ScriptEvaluateAsync(Take, ["status:limit:" + key], [Text(bucket.Capacity), Text(bucket.PerSecond)]).WaitAsync(_patience, time);
            if (Interlocked.Exchange(ref _failing, 0) == 1) Log.Back(logger);
            return TimeSpan.FromSeconds(double.Parse((string)wait!, CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or RedisCommandException or ObjectDisposedException)
        {
            Interlocked.Exchange(ref _restUntil, time.GetTimestamp() + (long)(_rest.TotalSeconds * time.TimestampFrequency));
            if (Interlocked.Exchange(ref _failing, 1) == 0) Log.Away(logger, exception.Message);
            return await own.TakeAsync(key, bucket);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _redis?.Dispose();
        _connecting.Dispose();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        await _connecting.WaitAsync();
        try
        {
            if (_redis is { } made) return made;
            var configuration = ConfigurationOptions.Parse(options.Value.Connection);
            (configuration.AbortOnConnectFail, configuration.ConnectTimeout, configuration.SyncTimeout) = (false, 1000, 1000);
            return _redis = await ConnectionMultiplexer.ConnectAsync(configuration);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private static RedisValue Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(EventId = 340, Level = LogLevel.Warning, Message = "Redis does not answer ({Reason}); until it does, this host counts its limits alone")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(EventId = 341, Level = LogLevel.Information, Message = "Redis answers again; limits are shared")]
        public static partial void Back(ILogger logger);
    }
}
