using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

internal static class Coerce
{
    public static bool IsTruthy(in DataValue value) => !value.IsNullish && value.Num != 0;
}
