using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>An activity whose stimulus comes only once (the result of a child, of a task): when it faults on it, its retry gets it again.</summary>
internal interface IGetsStimulusAgain
{
    /// <summary>Whether a stimulus is to be given again.</summary>
    /// <param name="stimulus">What it faulted on.</param>
    bool IsToRepeat(DataObject stimulus);
}
