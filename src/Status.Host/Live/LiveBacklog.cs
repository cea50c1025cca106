using Status.Workflows.Execution;

namespace Status.Host.Live;

/// <summary>What was committed and not told yet, by topic; at most one message in a while for each.</summary>
internal sealed class LiveBacklog(TimeSpan pace)
{
    private const int MostNamed = 50;
    private readonly Dictionary<string, Topic> _topics = LiveTopics.All.ToDictionary(name => name, _ => new Topic(), StringComparer.Ordinal);

    /// <summary>Notes a committed fact.</summary>
    public void Add(Fact fact)
    {
        if (LiveTopics.Of(fact.Type) is not { } name) return;
        var topic = _topics[name];
        topic.Changed = true;
        topic.Position = fact.Position;
        topic.Types.Add(fact.Type);
        foreach (var subject in LiveTopics.SubjectsOf(fact)) topic.Name(subject);
    }

    /// <summary>Notes a committed run.</summary>
    public void AddRun(string instanceId)
    {
        _topics[LiveTopics.Runs].Changed = true;
        _topics[LiveTopics.Runs].Name(instanceId);
    }

    /// <summary>Notes that more was committed than is worth reading: everything may have changed.</summary>
    public void AddEverything(long head)
    {
        foreach (var topic in _topics.Values)
        {
            topic.Changed = true;
            topic.Position = head;
            topic.Blur();
        }
    }

    /// <summary>The messages that are due; each counts as told.</summary>
    public IReadOnlyList<LiveMessage> Take(DateTimeOffset now)
    {
        List<LiveMessage> due = [];
        foreach (var (name, topic) in _topics)
        {
            if (!topic.Changed || now - topic.ToldAt < pace) continue;
            due.Add(new LiveMessage(name, topic.Position, [.. topic.Types], topic.Blurred ? [] : [.. topic.Subjects]));
            topic.Told(now);
        }

        return due;
    }

    private sealed class Topic
    {
        public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Subjects { get; } = new(StringComparer.Ordinal);

        public bool Changed { get; set; }

        public bool Blurred { get; private set; }

        public long Position { get; set; }

        public DateTimeOffset ToldAt { get; private set; } = DateTimeOffset.MinValue;

        public void Name(string subject)
        {
            if (Subjects.Count >= MostNamed && !Subjects.Contains(subject)) Blurred = true;
            else Subjects.Add(subject);
        }

        public void Blur()
        {
            Types.Clear();
            Blurred = true;
        }

        public void Told(DateTimeOffset now)
        {
            Changed = Blurred = false;
            ToldAt = now;
            Types.Clear();
            Subjects.Clear();
        }
    }
}
