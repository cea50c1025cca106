namespace Status.Activities.Compliance;

/// <summary>How often a promise is looked at; with a time zone, also the civil length of its window.</summary>
public enum ControlPeriod
{
    /// <summary>Every minute.</summary>
    Minutely,

    /// <summary>Every civil hour.</summary>
    Hourly,

    /// <summary>Every civil day.</summary>
    Daily,

    /// <summary>Every seven civil days.</summary>
    Weekly,

    /// <summary>Every civil month.</summary>
    Monthly,

    /// <summary>Every three civil months.</summary>
    Quarterly,

    /// <summary>Every civil year; written <c>ANNUALLY</c> or <c>yearly</c>.</summary>
    Yearly,
}
