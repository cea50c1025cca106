using Status.Host.Live;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Host.Tests.Live;

public sealed class LiveBacklogTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);
    private readonly LiveBacklog _backlog = new(TimeSpan.FromSeconds(1));

    [Fact]
    public void Take_AfterFacts_TellsEachTopicOnceWithTypesAndSubjects()
    {
        _backlog.Add(Fact(1, "agreement.evaluated", ("agreementId", "a")));
        _backlog.Add(Fact(2, "guarantee.violated", ("agreementId", "a"), ("guaranteeId", "g")));
        _backlog.Add(Fact(3, "alert.raised", ("alertId", "x")));
        _backlog.Add(Fact(4, "something.else", ("agreementId", "b")));

        var told = _backlog.Take(_start).ToDictionary(message => message.Topic, StringComparer.Ordinal);

        Assert.Equal(["agreements", "alerts"], told.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, told["agreements"].Position);
        Assert.Equal(["agreement.evaluated", "guarantee.violated"], told["agreements"].Types.Order(StringComparer.Ordinal));
        Assert.Equal(["a", "g"], told["agreements"].Subjects.Order(StringComparer.Ordinal));
        Assert.Empty(_backlog.Take(_start.AddSeconds(5)));
    }

    [Fact]
    public void Take_WithinASecondOfTheLast_HoldsBackAndTellsLater()
    {
        _backlog.AddRun("1");
        Assert.Single(_backlog.Take(_start));
        _backlog.AddRun("2");
        Assert.Empty(_backlog.Take(_start.AddMilliseconds(999)));
        Assert.Equal(["2"], Assert.Single(_backlog.Take(_start.AddSeconds(1))).Subjects);
    }

    [Fact]
    public void Take_AfterMoreThanCanBeNamed_NamesNobody()
    {
        for (var i = 0; i < 51; i++) _backlog.AddRun($"{i}");
        Assert.Empty(Assert.Single(_backlog.Take(_start)).Subjects);
        _backlog.AddRun("one");
        Assert.Equal(["one"], Assert.Single(_backlog.Take(_start.AddSeconds(1))).Subjects);
    }

    [Fact]
    public void Take_AfterEverything_TellsEveryTopic()
    {
        _backlog.AddEverything(99);
        var told = _backlog.Take(_start);
        Assert.Equal(LiveTopics.All.Order(StringComparer.Ordinal), told.Select(message => message.Topic).Order(StringComparer.Ordinal));
        Assert.All(told, message => Assert.Equal(99, message.Position));
    }

    private static Fact Fact(long position, string type, params (string Name, string Value)[] members) =>
        new() { Position = position, Type = type, Key = $"{position}", At = _start, Body = new DataObject(members.Select(member => KeyValuePair.Create(member.Name, (object?)member.Value))) };
}
