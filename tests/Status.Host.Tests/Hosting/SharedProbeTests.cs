using Status.Host.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Hosting;

public sealed class SharedProbeTests
{
    private readonly List<TaskCompletionSource<int>> _questions = [];
    private readonly SharedProbe<int> _probe;

    public SharedProbeTests() => _probe = new SharedProbe<int>(() =>
    {
        var question = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_questions) _questions.Add(question);
        return question.Task;
    });

    [Fact]
    public async Task AskAsync_WhileOneIsAsked_SharesTheNextQuestionAndNeverAnOlderOne()
    {
        var first = _probe.AskAsync();
        var later = Enumerable.Range(0, 1000).Select(_ => _probe.AskAsync()).ToArray();
        Assert.Single(_questions);

        _questions[0].SetResult(1);
        Assert.Equal(1, await first);
        await Eventually.TrueAsync(() => Count() == 2, "the second question is asked");
        Assert.DoesNotContain(later, task => task.IsCompleted);

        _questions[1].SetResult(2);
        Assert.All(await Task.WhenAll(later), answer => Assert.Equal(2, answer));
        Assert.Equal(2, Count());
    }

    [Fact]
    public async Task AskAsync_AfterAnAnswer_AsksAgain()
    {
        for (var i = 0; i < 3; i++)
        {
            var answer = _probe.AskAsync();
            await Eventually.TrueAsync(() => Count() == i + 1, "a question of its own is asked");
            _questions[i].SetResult(i);
            Assert.Equal(i, await answer);
        }
    }

    [Fact]
    public async Task AskAsync_QuestionThatThrows_FailsThoseWhoSharedItAndNobodyElse()
    {
        var first = _probe.AskAsync();
        var second = _probe.AskAsync();
        _questions[0].SetException(new InvalidOperationException("gone"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Eventually.TrueAsync(() => Count() == 2, "those who came later are not forgotten");
        _questions[1].SetResult(7);
        Assert.Equal(7, await second);
    }

    private int Count()
    {
        lock (_questions) return _questions.Count;
    }
}
