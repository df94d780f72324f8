using Dashboard.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class RefusedDeliveryConfiguration : IEntityTypeConfiguration<RefusedDelivery>
{
    public void Configure(EntityTypeBuilder<RefusedDelivery> builder)
    {
        builder.ToTable("RefusedDeliveries");
        builder.Property(d => d.Reason).HasMaxLength(Limits.OwnId);
        builder.Property(d => d.Detail).HasMaxLength(Limits.IdentityKey);
        builder.Property(d => d.Address).HasMaxLength(Limits.IdentityKey);
        builder.Property(d => d.Sender).HasMaxLength(Limits.IdentityKey);
        builder.Property(d => d.Excerpt).HasMaxLength(RefusedDelivery.ExcerptLength);
        // The newest that SnapTrade sent, and the pages of a reason.
        builder.HasIndex(d => new { d.IsLikely, d.Id });
        builder.HasIndex(d => new { d.Reason, d.Id });
    }
}

internal sealed class DeliveryCountConfiguration : IEntityTypeConfiguration<DeliveryCount>
{
    public void Configure(EntityTypeBuilder<DeliveryCount> builder)
    {
        builder.ToTable("DeliveryCounts");
        builder.HasKey(c => new { c.Hour, c.Outcome });
        builder.Property(c => c.Outcome).ValueGeneratedNever().HasMaxLength(Limits.OwnId);
    }
}

internal sealed class NodePulseConfiguration : IEntityTypeConfiguration<NodePulse>
{
    public void Configure(EntityTypeBuilder<NodePulse> builder)
    {
        builder.ToTable("NodePulses");
        builder.HasKey(p => p.Node);
        builder.Property(p => p.Node).ValueGeneratedNever();
    }
}

internal sealed class WebhookAlarmConfiguration : IEntityTypeConfiguration<WebhookAlarm>
{
    public void Configure(EntityTypeBuilder<WebhookAlarm> builder)
    {
        builder.ToTable("WebhookAlarms");
        builder.Property(a => a.Detail).HasMaxLength(Limits.IdentityKey);
        // At most one of a kind is open, even when several nodes see it at the same time.
        builder.HasIndex(a => a.Kind, "IX_WebhookAlarms_OneOpen").IsUnique().HasFilter("EndedAt IS NULL");
    }
}

internal sealed class UsedConsumerKeyConfiguration : IEntityTypeConfiguration<UsedConsumerKey>
{
    public void Configure(EntityTypeBuilder<UsedConsumerKey> builder)
    {
        builder.ToTable("UsedConsumerKeys");
        builder.Property(k => k.ProtectedKey).HasMaxLength(4000);
    }
}
