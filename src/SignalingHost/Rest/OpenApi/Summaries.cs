using System.Collections.Frozen;

namespace SignalingHost.Rest.OpenApi;

/// <summary>What each operation is for, in a few words, for the description of the API.</summary>
internal static class Summaries
{
    private const string Lines =
        """
        create_token Logs in with account and password
        create_app_token Logs in with an app's signature, for a user of its corporation or as its default administrator
        create_proxy_token Logs in through a third party
        update_token Exchanges a token for a new one
        delete_token Logs out
        check_token Says whether a token is good and whose it is
        create_portal_ref_nonce Draws a nonce for one jump to the portal
        update_pwd Changes one's own password
        reset_pwd_by_admin Gives a member the password that is set for resets
        reset_pwd Sets a forgotten password with a code that was sent
        show_sso_config Shows how the corporation logs in elsewhere
        set_sso_config Sets how the corporation logs in elsewhere

        create_conf_token Gives a control token for the host password, or prolongs one
        create_conf_token_by_post Gives a control token for the host password, or prolongs one
        create_web_socket_token Draws a ticket for one connection of the push channel
        show_real_time_info_of_meeting Lists who is in, who is called and who is invited
        mute_meeting Mutes or unmutes everybody
        allow_guest_unmute Lets guests unmute themselves, or not
        lock_meeting Locks or unlocks the meeting
        prolong_meeting Extends the meeting
        prolong_meeting_by_management Extends the meeting, where older clients ask for it
        stop_meeting Ends the meeting
        pause_conference Pauses or resumes the meeting
        record Starts or stops recording
        set_mmr_record Pauses, starts or stops recording
        live Starts or stops live streaming
        set_mmr_live Starts or stops live streaming
        update_started_conf_config Changes settings of the running meeting
        mute_participant Mutes or unmutes one participant
        hand Raises or lowers a hand
        batch_hand Lowers several hands
        rename_participant Renames a participant
        set_role Applies for or gives up the chair
        set_cohost Makes a participant co-host, or no longer
        invite_operate_video Asks a participant to open or close the camera
        invite_share Asks a participant to share, or to stop
        allow_client_record Lets a participant record, or not
        invite_participant Calls people in
        invite_with_pwd Calls a number into a meeting by its password
        hang_up Hangs up on participants
        delete_attendees Takes people off the list, and out
        broadcast_participant Shows one participant to all
        cancel_broadcast Ends broadcast, roll call and multi-picture broadcast
        rollcall_participant Gives one participant the floor
        set_host_view Chooses what the host sees: polling, the multi-picture or one participant
        set_participant_view Chooses whom one terminal sees
        lock_view Locks what one terminal sees
        set_custom_multi_picture Sets the multi-picture, its layout and who is in which pane, by number
        set_multi_picture Sets the multi-picture by participant
        switch_mode Switches between fixed and voice-activated pictures
        show_layout Lists the layouts saved for this meeting
        save_layout Saves a layout for this meeting
        delete_layout Deletes a saved layout
        move_to_waiting_room Sends a participant back to the waiting room
        batch_move_to_waiting_room Sends several participants back to the waiting room
        allow_waiting_participant Admits one or all who wait
        allow_audience_join Admits a webinar's audience
        resume_simultaneous_interpretation Resumes interpretation
        set_interpreter_group Sets groups of interpreters
        set_attendee_lan_channel Sets a participant's language channel
        show_mgmt_site_status Says whether this site serves
        list_network_quality Lists the network quality of participants

        search_member_vmr Lists one's own rooms and personal number
        update_member_vmr Changes a room of one's own
        search_corp_vmr Lists the rooms of the corporation
        associate_vmr Gives rooms to a member
        disassociate_vmr Takes rooms from a member
        delete_corp_vmr Deletes rooms

        search_users Lists members
        add_user Adds a member
        invite_user Invites somebody to become a member
        batch_delete_users Deletes members
        batch_update_user_status Enables or disables members
        show_user_detail Shows a member
        update_user Changes a member
        show_my_info Shows oneself
        update_my_info Changes oneself
        add_department Adds a department
        update_department Changes a department
        delete_department Deletes a department
        search_department_by_name Finds departments by name
        show_dept_and_child_dept Shows a department and those below it
        show_department Shows a department in brief
        search_corp_admins Lists administrators
        add_corp_admin Makes a member administrator
        batch_delete_corp_admins Makes administrators members again
        show_corp_admin Shows an administrator
        show_device_types Lists the types of terminals
        search_devices Lists terminals
        add_device Adds a terminal
        batch_delete_devices Deletes terminals
        batch_update_devices_status Enables or disables terminals
        show_device_detail Shows a terminal
        update_device Changes a terminal
        show_device_status Says which terminals are online
        search_vision_active_code Lists activation codes
        create_vision_active_code Makes an activation code
        delete_vision_active_code Deletes activation codes
        reset_vision_active_code Makes a new code in place of one
        search_corp_dir Searches the directory
        batch_show_user_details Shows several entries of the directory
        search_corp_external_dir Searches external contacts
        ext_activate_device Exchanges an activation code for a terminal's account
        ext_set_account_password Sets a member's or a terminal's password

        show_corp_basic_info Shows the corporation
        update_corp_basic_info Changes the corporation
        show_corp_resource Shows what the corporation may use and uses
        search_corp_resources Lists the corporation's resources
        search_corp Lists tenants
        add_corp Adds a tenant
        show_corp Shows a tenant
        update_corp Changes a tenant
        delete_corp Deletes a tenant with all it has
        search_resource Lists a tenant's resources
        add_resource Gives resources to a tenant
        update_resource Changes a tenant's resources
        delete_resource Takes resources from a tenant
        search_resource_op_record Lists what was done to a tenant's resources
        show_sp_resource Shows what the operator may give and has given
        batch_search_app_id Lists apps
        add_app_id Adds an app
        update_app_id Changes an app
        delete_app_id Deletes an app
        reset_app_key Draws a new key for an app

        create_meeting Books a meeting, or starts one now
        update_meeting Changes a booked meeting
        cancel_meeting Cancels a booked meeting
        search_meetings Lists meetings to come and running
        create_recurring_meeting Books a recurring meeting
        update_recurring_meeting Changes a recurring meeting
        cancel_recurring_meeting Cancels a recurring meeting
        update_recurring_sub_meeting Changes one occurrence
        cancel_recurring_sub_meeting Cancels occurrences
        search_online_meetings Lists running meetings
        search_his_meetings Lists meetings that have ended
        list_online_conf_attendee Lists who is in a running meeting
        show_meeting_detail Shows a meeting and whom it invites
        show_online_meeting_detail Shows a running meeting and whom it invites
        show_his_meeting_detail Shows an ended meeting and whom it invited
        search_attendance_records_of_his_meeting Lists who was in an ended meeting, and when
        search_ctl_records_of_his_meeting Lists what was done in an ended meeting, and by whom
        start_meeting Starts a booked meeting
        show_region_info_of_meeting Says where a meeting is held
        show_region_of_random Says where a meeting is held
        create_anonymous_auth_random Exchanges a meeting's password for digits to enter with
        create_auth_random Exchanges a meeting's password for digits to enter with, and says whether it needs one
        check_call_number_in_conf Says whether a number is in a meeting
        show_org_res Shows how much the corporation has met
        show_sp_res Shows how many accounts the operator has
        show_conf_org Says whose a meeting is

        search_recordings Lists recordings
        delete_recordings Deletes recordings
        show_recording_detail Shows the recording of one run
        show_recording_file_download_urls Gives links to download files, each with a token for one use
        show_record_info Lists the files of one run by segment
        set_web_hook_config Sets where the corporation's events are sent
        show_web_hook_config Shows where the corporation's events are sent
        delete_web_hook_config Ends the sending of events
        update_web_hook_config_status Enables or disables the sending of events

        ext_search_templates Lists one's templates
        ext_create_template Keeps a template
        ext_show_template Shows a template
        ext_update_template Changes a template
        ext_delete_template Deletes a template
        ext_book_template Books a meeting from a template
        ext_save_template_from_history Keeps an ended meeting as a template
        ext_show_join_links Shows the links to join by
        ext_show_join_qr_png Draws a link as a QR code, in PNG
        ext_show_join_qr_svg Draws a link as a QR code, in SVG
        ext_export_attendance Exports who was in an ended meeting as CSV
        ext_list_layouts Lists the layouts of the multi-picture with their panes
        ext_show_prompt_language Shows the language of a meeting's prompts
        ext_set_prompt_language Sets the language of a meeting's prompts
        ext_search_sip_failures Lists the last failure of each SIP account
        ext_list_sip_trunks Lists the trunks: calls, registration, and how each of their servers is
        ext_list_participants Lists everything that is known of the participants, their network's quality too
        ext_call_again Calls again who is not in, one or all
        ext_transfer_chair Hands the chair to a participant
        ext_stop_share Ends a participant's share
        ext_set_waiting_room Opens or closes the waiting room
        ext_remove_from_waiting_room Turns somebody away who waits
        ext_show_caption Shows the text over everybody's composed picture
        ext_set_caption Puts a text over everybody's composed picture
        ext_remove_caption Takes the text over everybody's composed picture away
        ext_join Joins a meeting
        ext_show_join Says how far one's joining is
        ext_leave Leaves the meeting
        """;

    private static readonly FrozenDictionary<string, string> ByOperation = Lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenDictionary(line => line[..line.IndexOf(' ', StringComparison.Ordinal)], line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Operations => ByOperation.Keys;

    public static string? Find(string operation) => ByOperation.GetValueOrDefault(operation);

    /// <summary>Of an operation that is only refused: what its name says.</summary>
    public static string OfUnsupported(string operation) => $"{char.ToUpperInvariant(operation[0])}{operation[1..].Replace('_', ' ')}: not supported";
}
