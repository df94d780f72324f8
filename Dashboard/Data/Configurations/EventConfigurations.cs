using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class ConnectionEventConfiguration : IEntityTypeConfiguration<ConnectionEvent>
{
    public void Configure(EntityTypeBuilder<ConnectionEvent> builder)
    {
        builder.ToTable("Events");
        builder.Property(e => e.Payload).HasMaxLength(-1);
        builder.HasIndex(e => new
        {
            e.ConnectionId,
            e.OccurredAt,
            e.Id,
        });
        builder.HasIndex(e => new
        {
            e.UserId,
            e.OccurredAt,
            e.Id,
        });
        builder.HasIndex(e => new { e.OccurredAt, e.Id });
        builder.HasIndex(e => new
        {
            e.Type,
            e.OccurredAt,
            e.Id,
        });
    }
}

internal sealed class EventReceiptConfiguration : IEntityTypeConfiguration<EventReceipt>
{
    public void Configure(EntityTypeBuilder<EventReceipt> builder)
    {
        builder.ToTable("EventReceipts");
        builder.HasKey(r => r.Key);
        builder.Property(r => r.Key).ValueGeneratedNever();
        builder.HasIndex(r => r.ReceivedAt);
    }
}

internal sealed class ReconnectLinkConfiguration : IEntityTypeConfiguration<ReconnectLink>
{
    public void Configure(EntityTypeBuilder<ReconnectLink> builder)
    {
        builder.ToTable("ReconnectLinks");
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasIndex(l => new { l.ConnectionId, l.CreatedAt });
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.Property(a => a.Result).HasMaxLength(Limits.Text);
        builder.HasIndex(a => a.At);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("ApiKeys");
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.HasIndex(k => k.KeyHash).IsUnique();
    }
}
