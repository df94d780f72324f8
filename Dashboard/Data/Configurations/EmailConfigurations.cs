using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class EmailConfiguration : IEntityTypeConfiguration<Email>
{
    public void Configure(EntityTypeBuilder<Email> builder)
    {
        builder.ToTable("Emails");
        builder.Property(e => e.Id).ValueGeneratedNever().HasMaxLength(Limits.OwnId);
        builder.Property(e => e.BatchId).HasMaxLength(Limits.OwnId);
        builder.Property(e => e.WordingId).HasMaxLength(Limits.OwnId);
        builder.Property(e => e.OptOutHash).HasMaxLength(Limits.IdentityKey);
        builder.Property(e => e.OverrideReason).HasMaxLength(Limits.Text);
        builder.Property(e => e.LastError).HasMaxLength(Limits.Text);
        builder.Property(e => e.BounceReason).HasMaxLength(Limits.Text);
        // The dispatcher's queue.
        builder.HasIndex(e => new
        {
            e.State,
            e.IsUrgent,
            e.NotBefore,
        });
        // The outbox, all or one state, latest first.
        builder.HasIndex(e => new { e.CreatedAt, e.Id });
        builder.HasIndex(e => new
        {
            e.State,
            e.CreatedAt,
            e.Id,
        });
        builder.HasIndex(e => new
        {
            e.Trigger,
            e.CreatedAt,
            e.Id,
        });
        builder.HasIndex(e => new
        {
            e.BatchId,
            e.State,
            e.Id,
        });
        builder.HasIndex(e => new { e.UserId, e.CreatedAt });
        // The number sent within the last minute.
        builder.HasIndex(e => e.ClaimedAt);
        builder.HasIndex(e => e.Address);
        // A filter finds bounces, which are few.
        builder
            .HasIndex(e => new { e.CreatedAt, e.Id }, "IX_Emails_Bounced")
            .HasFilter("BouncedAt IS NOT NULL");
        builder.HasIndex(e => e.OptOutHash).IsUnique();
    }
}

internal sealed class EmailItemConfiguration : IEntityTypeConfiguration<EmailItem>
{
    public void Configure(EntityTypeBuilder<EmailItem> builder)
    {
        builder.ToTable("EmailItems");
        builder.Property(i => i.EmailId).HasMaxLength(Limits.OwnId);
        builder.HasKey(i => new { i.EmailId, i.ConnectionId });
        builder.HasIndex(i => i.ConnectionId);
    }
}

internal sealed class EmailBatchConfiguration : IEntityTypeConfiguration<EmailBatch>
{
    public void Configure(EntityTypeBuilder<EmailBatch> builder)
    {
        builder.ToTable("EmailBatches");
        builder.Property(b => b.Id).ValueGeneratedNever().HasMaxLength(Limits.OwnId);
        builder.Property(b => b.Audience).HasMaxLength(Limits.Text);
        builder.Property(b => b.OverrideReason).HasMaxLength(Limits.Text);
        builder.Property(b => b.LeftOut).HasMaxLength(Limits.Text);
        builder.HasIndex(b => b.CreatedAt);
    }
}

internal sealed class SuppressionConfiguration : IEntityTypeConfiguration<Suppression>
{
    public void Configure(EntityTypeBuilder<Suppression> builder)
    {
        builder.ToTable("Suppressions");
        builder.HasKey(s => s.Address);
        builder.Property(s => s.Address).ValueGeneratedNever();
        builder.Property(s => s.Detail).HasMaxLength(Limits.Text);
        builder.Ignore(s => s.IsInForce);
        builder.HasIndex(s => new { s.Since, s.Address });
    }
}

internal sealed class EmailWordingConfiguration : IEntityTypeConfiguration<EmailWording>
{
    public void Configure(EntityTypeBuilder<EmailWording> builder)
    {
        builder.ToTable("EmailWordings");
        builder.Property(w => w.Id).ValueGeneratedNever().HasMaxLength(Limits.OwnId);
        builder.Property(w => w.Locale).HasMaxLength(Limits.IdentityKey);
        builder.Property(w => w.Introduction).HasMaxLength(4000);
        builder.Property(w => w.Closing).HasMaxLength(4000);
        builder.HasIndex(w => new { w.Locale, w.Number }).IsUnique();
    }
}

internal sealed class EmailPolicyConfiguration : IEntityTypeConfiguration<EmailPolicy>
{
    public void Configure(EntityTypeBuilder<EmailPolicy> builder)
    {
        builder.ToTable("EmailPolicies");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Grace).HasConversion<long>();
        builder.Property(p => p.CoolDown).HasConversion<long>();
        // The name of the column in existing databases.
        builder.Property(p => p.MaxPerWeek).HasColumnName("MostPerWeek");
        builder.Property(p => p.Version).IsConcurrencyToken();
    }
}

internal sealed class IncidentConfiguration : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> builder)
    {
        builder.ToTable("Incidents");
        builder.Property(i => i.Id).ValueGeneratedNever().HasMaxLength(Limits.OwnId);
        builder.Ignore(i => i.IsOpen);
        builder.HasIndex(i => new { i.BrokerageId, i.EndedAt });
        builder.HasIndex(i => i.StartedAt);
    }
}

internal sealed class TriageConfiguration : IEntityTypeConfiguration<Triage>
{
    public void Configure(EntityTypeBuilder<Triage> builder)
    {
        builder.ToTable("Triages");
        builder.HasKey(t => t.ConnectionId);
        builder.Property(t => t.ConnectionId).ValueGeneratedNever();
        builder.Property(t => t.Note).HasMaxLength(Limits.Text);
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.HasIndex(t => t.AssigneeId);
        builder.HasIndex(t => t.SnoozedUntil);
    }
}

internal sealed class TeamNoticeConfiguration : IEntityTypeConfiguration<TeamNotice>
{
    public void Configure(EntityTypeBuilder<TeamNotice> builder)
    {
        builder.ToTable("TeamNotices");
        builder.Property(n => n.Id).ValueGeneratedNever().HasMaxLength(Limits.OwnId);
        builder.Property(n => n.Content).HasMaxLength(-1);
        builder.Property(n => n.LastError).HasMaxLength(Limits.Text);
        builder.HasIndex(n => n.Key).IsUnique();
        builder.HasIndex(n => new { n.State, n.NotBefore });
        builder.HasIndex(n => n.CreatedAt);
    }
}

internal sealed class NoticeSettingsConfiguration : IEntityTypeConfiguration<NoticeSettings>
{
    public void Configure(EntityTypeBuilder<NoticeSettings> builder)
    {
        builder.ToTable("NoticeSettings");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Recipients).HasMaxLength(4000);
        builder.Property(s => s.ProtectedWebhook).HasMaxLength(4000);
        builder.Property(s => s.Version).IsConcurrencyToken();
        // Settings of an earlier version get it too.
        builder.Property(s => s.TellsWebhooks).HasDefaultValue(true).HasSentinel(true);
        builder.Property(s => s.SendsReport).HasDefaultValue(false);
    }
}

internal sealed class WorkLeaseConfiguration : IEntityTypeConfiguration<WorkLease>
{
    public void Configure(EntityTypeBuilder<WorkLease> builder)
    {
        builder.ToTable("WorkLeases");
        builder.HasKey(l => l.Name);
        builder.Property(l => l.Name).ValueGeneratedNever().HasMaxLength(Limits.IdentityKey);
        builder.Property(l => l.Report).HasMaxLength(WorkLease.MaxReport);
    }
}
