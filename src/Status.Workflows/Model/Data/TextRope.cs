namespace Status.Workflows.Model.Data;

/// <summary>A text under construction: <c>text += part</c> in a loop costs one node instead of a copy of everything so far.</summary>
internal sealed class TextRope
{
    private object? _left;
    private object? _right;
    private string? _flat;

    /// <summary>Joins two texts; each is a <see cref="string"/> or a <see cref="TextRope"/>.</summary>
    public TextRope(object left, object right)
    {
        _left = left;
        _right = right;
        Length = LengthOf(left) + LengthOf(right);
    }

    /// <summary>Length in UTF-16 units.</summary>
    public int Length { get; }

    /// <summary>Whether <see cref="ToString"/> has nothing left to copy.</summary>
    public bool IsFlat => _flat is not null;

    /// <summary>The whole text; copied once.</summary>
    public override string ToString()
    {
        if (_flat is not null) return _flat;
        _flat = string.Create(Length, this, static (span, rope) => rope.CopyTo(span));
        _left = _right = null;
        return _flat;
    }

    private static int LengthOf(object part) => part is string text ? text.Length : ((TextRope)part).Length;

    private void CopyTo(Span<char> target)
    {
        // Filled from the right with an explicit stack: ropes grow on the left and may be a million nodes deep.
        var end = target.Length;
        var pending = new Stack<object>();
        pending.Push(this);
        while (pending.TryPop(out var part))
        {
            if (part is TextRope { _flat: null } rope)
            {
                pending.Push(rope._left!);
                pending.Push(rope._right!);
                continue;
            }

            var text = part as string ?? ((TextRope)part)._flat!;
            end -= text.Length;
            text.CopyTo(target[end..]);
        }
    }
}
