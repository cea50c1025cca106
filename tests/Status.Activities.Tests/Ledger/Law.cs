using FsCheck;

namespace Status.Activities.Tests.Ledger;

/// <summary>Runs a law over generated cases; the failure message carries the case.</summary>
internal static class Law
{
    public static void Holds<T>(Gen<T> cases, Func<T, bool> law, int count)
    {
        var configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = count;
        Prop.ForAll(cases.ToArbitrary(), law).Check(configuration);
    }
}
