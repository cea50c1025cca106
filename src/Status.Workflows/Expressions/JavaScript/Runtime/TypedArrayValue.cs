using System.Buffers.Binary;
using Status.Workflows.Expressions.JavaScript.Library;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Runtime;

/// <summary>What the elements of a typed array are.</summary>
internal enum ElementKind
{
    Int8,
    Uint8,
    Uint8Clamped,
    Int16,
    Uint16,
    Int32,
    Uint32,
    Float32,
    Float64,
    BigInt64,
    BigUint64,
}

/// <summary>An <c>ArrayBuffer</c>: bytes of a fixed number.</summary>
internal sealed class BufferValue(byte[] bytes) : ScriptObject
{
    public byte[] Bytes { get; } = bytes;

    /// <summary>Makes one of zeros, charged before it is made.</summary>
    public static BufferValue Make(Run run, double length)
    {
        if (!(length >= 0 && length <= int.MaxValue) || Math.Floor(length) != length) throw run.RangeError("The length of a buffer is a whole number of bytes.");
        run.Allocate(64 + (long)length);
        run.Charge(1 + ((long)length >> 6));
        return new BufferValue(new byte[(int)length]);
    }
}

/// <summary>A <c>DataView</c>.</summary>
internal sealed class ViewValue(BufferValue buffer, int offset, int length) : ScriptObject
{
    public BufferValue Buffer { get; } = buffer;

    public int Offset { get; } = offset;

    public int Length { get; } = length;
}

/// <summary>A typed array: elements of one kind in a part of a buffer.</summary>
internal sealed class TypedArrayValue(ElementKind kind, BufferValue buffer, int offset, int count) : ScriptObject
{
    public ElementKind Kind { get; } = kind;

    public BufferValue Buffer { get; } = buffer;

    /// <summary>Where it begins, in bytes.</summary>
    public int Offset { get; } = offset;

    /// <summary>Elements.</summary>
    public int Count { get; } = count;

    public int Size => SizeOf(Kind);

    public bool IsBig => Kind is ElementKind.BigInt64 or ElementKind.BigUint64;

    public static int SizeOf(ElementKind kind) => kind switch
    {
        ElementKind.Int8 or ElementKind.Uint8 or ElementKind.Uint8Clamped => 1,
        ElementKind.Int16 or ElementKind.Uint16 => 2,
        ElementKind.Int32 or ElementKind.Uint32 or ElementKind.Float32 => 4,
        _ => 8,
    };

    public DataValue Get(int index) => index >= 0 && index < Count ? Read(Kind, Buffer.Bytes.AsSpan(Offset + (index * Size), Size), isLittle: true) : default;

    /// <summary>Sets an element; an index outside is ignored, as in JavaScript, but its value is converted all the same.</summary>
    public void Set(Run run, int index, in DataValue value)
    {
        Span<byte> element = stackalloc byte[8];
        Write(run, Kind, element, value, isLittle: true);
        if (index >= 0 && index < Count) element[..Size].CopyTo(Buffer.Bytes.AsSpan(Offset + (index * Size)));
    }

    public IEnumerable<DataValue> Items()
    {
        for (var i = 0; i < Count; i++) yield return Get(i);
    }

    public static DataValue Read(ElementKind kind, ReadOnlySpan<byte> bytes, bool isLittle)
    {
        Span<byte> little = stackalloc byte[8];
        bytes.CopyTo(little);
        if (!isLittle) little[..bytes.Length].Reverse();
        return kind switch
        {
            ElementKind.Int8 => DataValue.Of((double)(sbyte)little[0]),
            ElementKind.Uint8 or ElementKind.Uint8Clamped => DataValue.Of((double)little[0]),
            ElementKind.Int16 => DataValue.Of((double)BinaryPrimitives.ReadInt16LittleEndian(little)),
            ElementKind.Uint16 => DataValue.Of((double)BinaryPrimitives.ReadUInt16LittleEndian(little)),
            ElementKind.Int32 => DataValue.Of((double)BinaryPrimitives.ReadInt32LittleEndian(little)),
            ElementKind.Uint32 => DataValue.Of((double)BinaryPrimitives.ReadUInt32LittleEndian(little)),
            ElementKind.Float32 => DataValue.Of((double)BinaryPrimitives.ReadSingleLittleEndian(little)),
            ElementKind.Float64 => DataValue.Of(BinaryPrimitives.ReadDoubleLittleEndian(little)),
            ElementKind.BigInt64 => DataValue.Of((object)new BigIntValue(BinaryPrimitives.ReadInt64LittleEndian(little))),
            _ => DataValue.Of((object)new BigIntValue(BinaryPrimitives.ReadUInt64LittleEndian(little))),
        };
    }

    public static void Write(Run run, ElementKind kind, Span<byte> into, in DataValue value, bool isLittle)
    {
        var size = SizeOf(kind);
        if (kind is ElementKind.BigInt64 or ElementKind.BigUint64)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(into, (ulong)(BigInts.ToBigInt(run, value, fromNumbers: false) & ulong.MaxValue));
        }
        else
        {
            var number = Coerce.ToNumber(run, value);
            switch (kind)
            {
                case ElementKind.Float32: BinaryPrimitives.WriteSingleLittleEndian(into, (float)number); break;
                case ElementKind.Float64: BinaryPrimitives.WriteDoubleLittleEndian(into, number); break;
                case ElementKind.Uint8Clamped: into[0] = double.IsNaN(number) ? (byte)0 : (byte)Math.Clamp(Math.Round(number, MidpointRounding.ToEven), 0, 255); break;
                default:
                    Span<byte> whole = stackalloc byte[4];
                    BinaryPrimitives.WriteInt32LittleEndian(whole, Coerce.ToInt32(number));
                    whole[..size].CopyTo(into);
                    break;
            }
        }

        if (!isLittle) into[..size].Reverse();
    }
}
