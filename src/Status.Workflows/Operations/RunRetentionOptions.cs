using System.ComponentModel.DataAnnotations;

namespace Status.Workflows.Operations;

/// <summary>How long runs that have ended are kept.</summary>
public sealed class RunRetentionOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Status:Retention";

    /// <summary>Runs are removed with everything this long after their end; <c>null</c>, the default, keeps them for ever.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "36500.00:00:00")]
    public TimeSpan? Runs { get; set; }

    /// <summary>Journals are removed this long after the end of their run, which stays with its state; <c>null</c>, the default, keeps them as long as the run.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "36500.00:00:00")]
    public TimeSpan? Journals { get; set; }
}
