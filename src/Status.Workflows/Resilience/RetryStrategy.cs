using Polly;
using Polly.Retry;
using Status.Workflows.Execution;

namespace Status.Workflows.Resilience;

/// <summary>
/// Decides with Polly whether a failed activity is tried again and when. Polly decides, the engine waits: a wait may outlive the process, so what the library knows of earlier tries
/// is made anew from their number, on a clock that does not wait.
/// </summary>
internal sealed class RetryStrategy
{
    private static readonly ResiliencePropertyKey<Turn> _turn = new("turn");

    private readonly ResiliencePipeline<bool> _pipeline;
    private readonly HashSet<string> _handles;

    public RetryStrategy(RetryStrategySettings settings, Func<double> chance)
    {
        Settings = settings;
        IEnumerable<string> handles = settings.Handles.Count > 0 ? settings.Handles : settings.Category == RetryStrategies.HttpCategory ? FailureKinds.TransientHttp : [];
        _handles = handles.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _pipeline = new ResiliencePipelineBuilder<bool> { TimeProvider = new TimeWithoutWaits() }
            .AddRetry(new RetryStrategyOptions<bool>
            {
                MaxRetryAttempts = settings.MaxRetryAttempts,
                Delay = settings.Delay,
                MaxDelay = settings.MaxDelay,
                BackoffType = (DelayBackoffType)settings.BackoffType,
                UseJitter = settings.UseJitter,
                Randomizer = chance,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } failure && Handles(failure)),
                DelayGenerator = args => ValueTask.FromResult(TurnOf(args.Context).RetryAfter),
                OnRetry = args =>
                {
                    TurnOf(args.Context).Decided(args.RetryDelay);
                    return default;
                },
            }).Build();
    }

    /// <summary>As configured.</summary>
    public RetryStrategySettings Settings { get; }

    /// <summary>Whether there is another try after a failure.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="retriesMade">Tries after the first one so far.</param>
    public bool WouldRetry(Exception failure, int retriesMade) =>
        retriesMade < Settings.MaxRetryAttempts && Handles(failure) && !(failure is RetryRequestedException { RetryAfter: { } wait } && wait > Settings.MaxDelay);

    /// <summary>When the activity is tried again after a failure; <c>null</c>: not at all.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="retriesMade">Tries after the first one so far.</param>
    public async ValueTask<TimeSpan?> DelayAsync(Exception failure, int retriesMade)
    {
        if (!WouldRetry(failure, retriesMade)) return null;
        var turn = new Turn(failure, retriesMade + 1);
        var context = ResilienceContextPool.Shared.Get();
        try
        {
            context.Properties.Set(_turn, turn);
            await _pipeline.ExecuteOutcomeAsync(static (_, turn) => ValueTask.FromResult(turn.Try()), context, turn);
            return turn.Delay;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool Handles(Exception failure) => _handles.Count == 0 ? FailureKinds.MayPass(failure) : FailureKinds.Of(failure).Any(_handles.Contains);

    private static Turn TurnOf(ResilienceContext context) => context.Properties.GetValue(_turn, null!);

    /// <summary>The tries made so far, once more without doing anything, up to the delay that is asked for.</summary>
    private sealed class Turn(Exception failure, int failures)
    {
        private int _tries;
        private int _decisions;

        /// <summary>The delay after the last failure; <c>null</c> while it was not decided.</summary>
        public TimeSpan? Delay { get; private set; }

        /// <summary>What the other side asks for counts instead of the computed delay.</summary>
        public TimeSpan? RetryAfter => (failure as RetryRequestedException)?.RetryAfter;

        public Outcome<bool> Try() => ++_tries <= failures ? Outcome.FromException<bool>(failure) : Outcome.FromResult(true);

        public void Decided(TimeSpan delay)
        {
            if (++_decisions == failures) Delay = delay;
        }
    }
}
