using System.Text;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>Arrays as text.</summary>
internal static class ArrayText
{
    public static string Join(Run run, DataArray array, string separator, int depth)
    {
        run.CheckDepth(depth + run.Depth);
        run.Charge(array.Count);
        var text = new StringBuilder();
        for (var i = 0; i < array.Count; i++)
        {
            var item = array.Span[i];
            var part = item.IsNullish ? "" : item.Ref is DataArray inner ? inner == array ? "" : Join(run, inner, ",", depth + 1) : Coerce.ToText(run, item);
            run.AllocateText(part.Length + separator.Length);
            if (i > 0) text.Append(separator);
            text.Append(part);
        }

        return text.ToString();
    }
}
