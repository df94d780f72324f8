using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace Dashboard.Components.Parts;

/// <summary>A QR code as one SVG path, a run of dark modules at a time.</summary>
internal static class QrPath
{
    /// <returns>The path and the edge of its view box, quiet zone included.</returns>
    public static (string Path, int Size) Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            AddRow(path, code.ModuleMatrix[y], y);
        return (path.ToString(), code.ModuleMatrix.Count);
    }

    private static void AddRow(StringBuilder path, BitArray row, int y)
    {
        for (var x = 0; x < row.Length; x++)
        {
            if (!row[x])
                continue;
            var start = x;
            while (x + 1 < row.Length && row[x + 1])
                x++;
            path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x + 1 - start}v1H{start}z");
        }
    }
}
