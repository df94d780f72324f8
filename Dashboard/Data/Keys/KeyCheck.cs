using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Keys;

/// <summary>
/// Checks the keys after the migrations: refuses to start when a certificate that wrapped keys
/// is missing, and wraps unwrapped keys. <see cref="SecretsCheck"/> then looks at what they protect.
/// </summary>
internal sealed partial class KeyCheck(
    IDbContextFactory<DashboardDbContext> contexts,
    IOptions<KeyOptions> options,
    IServiceProvider services,
    ILogger<KeyCheck> logger
) : StartupWork
{
    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await WrapAsync(db, cancellationToken);
    }

    private async Task WrapAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        using var current = options.Value.Certificate.IsGiven ? options.Value.Certificate.Load() : null;
        var known = Thumbprints(current);
        var count = 0;
        foreach (var row in await db.DataProtectionKeys.ToListAsync(cancellationToken))
        {
            var key = XElement.Parse(row.Xml!);
            using var wrapper = KeyWrapping.WrapperOf(key);
            if (wrapper is not null && !known.Contains(wrapper.Thumbprint))
                throw Missing(wrapper);
            if (current is null || !KeyWrapping.Wrap(key, current, services))
                continue;
            row.Xml = key.ToString(SaveOptions.DisableFormatting);
            count++;
        }
        await db.SaveChangesAsync(cancellationToken);
        if (count > 0)
            LogWrapped(logger, count, current!.Thumbprint);
    }

    private HashSet<string> Thumbprints(X509Certificate2? current)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        if (current is not null)
            known.Add(current.Thumbprint);
        foreach (var file in options.Value.PreviousCertificates)
        {
            using var previous = file.Load();
            known.Add(previous.Thumbprint);
        }
        return known;
    }

    private static StartRefusedException Missing(X509Certificate2 wrapper) =>
        new(
            $"The keys in the database are wrapped by the certificate {wrapper.Subject} with the thumbprint {wrapper.Thumbprint}, which is not configured. Set DataProtection__Certificate__Path to its file, or DataProtection__PreviousCertificates__0__Path if it was replaced. If it is permanently lost, docs/operations.md, \"Keys\", describes the effects and what to do."
        );

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Wrapped {Count} keys by the certificate {Thumbprint}"
    )]
    private static partial void LogWrapped(ILogger logger, int count, string thumbprint);
}
