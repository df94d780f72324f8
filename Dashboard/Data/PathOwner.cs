using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Data;

/// <summary>Who owns a file, by number, since a container knows no names. .NET itself can't tell.</summary>
internal static class PathOwner
{
    private const int CurrentFolder = -100;
    private const uint OwnerOnly = 0x8;

    // struct statx is the same on every architecture.
    private const int Size = 256;
    private const int UidAt = 20;

    /// <summary>The uid that this process runs as; null on Windows.</summary>
    public static uint? OfProcess => OperatingSystem.IsWindows() ? null : GetEffectiveUid();

    /// <summary>The uid of a file or folder; null where it can't be asked, as on Windows and macOS.</summary>
    public static uint? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var answer = new byte[Size];
        try
        {
            return GetStatus(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, OwnerOnly, answer) == 0
                ? BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(UidAt))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUid();

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetStatus(int folder, byte[] path, int flags, uint mask, byte[] answer);
}
