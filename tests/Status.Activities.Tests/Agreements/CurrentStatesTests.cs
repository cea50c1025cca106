using Status.Activities.Agreements;
using Status.Activities.Compliance;

namespace Status.Activities.Tests.Agreements;

public sealed class CurrentStatesTests
{
    [Fact]
    public void Of_NeverEvaluated_IsNotDeterminedForEachElement()
    {
        var agreement = AgreementReaderTests.Read(AgreementReaderTests.Upstream);
        var state = Assert.Single(CurrentStates.Of(agreement, 3, []));
        Assert.Equal((Verdict.NotDetermined, 3, "INVOICE_APPROVED"), (state.Verdict, state.AgreementVersion, state.GuaranteeId));
        Assert.Null(StateData.ToData(state)["window"]);
    }

    [Fact]
    public void Of_StateOfAPromiseNoLongerMade_IsLeftOut()
    {
        var agreement = AgreementReaderTests.Read(AgreementReaderTests.Upstream);
        var kept = CurrentStates.Of(agreement, 1, [])[0] with { Verdict = Verdict.Fulfilled };
        Assert.Equal([kept], CurrentStates.Of(agreement, 1, [kept with { GuaranteeId = "GONE", Verdict = Verdict.Violated }, kept]));
    }
}
